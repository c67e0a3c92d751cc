"""`.sync`: jobs of services are waited for on the virtual clock."""

from __future__ import annotations

import base64
import json

import pytest

from steploom import aws, fakes
from steploom.asl.integrations import INTEGRATIONS
from steploom.local.tasks.jobs import JOBS
from steploom.local.tasks.naming import service_model
from steploom.local.tasks.services import SERVICES, action_of

ROLE = "arn:aws:iam::123456789012:role/test"


def task(resource, parameters, **fields):
    return {
        "A": {
            "Type": "Task",
            "Resource": f"arn:aws:states:::{resource}",
            "Parameters": parameters,
            "End": True,
            **fields,
        }
    }


@pytest.fixture
def glue(cloud):
    client = cloud.client("glue")
    client.create_job(Name="load", Role="r", Command={"Name": "glueetl"})
    return client


def test_every_job_of_the_language_is_known():
    kept = {
        (service, action)
        for service, actions in INTEGRATIONS.items()
        for action, patterns in actions.items()
        if "sync" in patterns
    }
    # Those two are reached otherwise: Kubernetes has no operation of AWS.
    assert kept - {("states", "startExecution"), ("eks", "runJob")} == set(JOBS)


@pytest.mark.parametrize(("service", "action"), sorted(JOBS))
def test_operations_of_jobs_exist_and_take_what_they_are_asked(service, action):
    job, model = JOBS[service, action], service_model(SERVICES[service].boto)
    submit = model.operation_model(action_of(service, action).operation or action[0].upper() + action[1:])
    for operation, lookup in [(job.look, job.ask), *([job.stop] if job.stop else [])]:
        members = model.operation_model(operation).input_shape.members
        assert set(lookup) <= set(members)
        for path in lookup.values():
            place, _, rest = path.strip("[]").partition(".")
            if path.startswith("="):
                continue
            shape = submit.output_shape if place == "answer" else submit.input_shape
            assert rest.split(".")[0] in shape.members, path
    described = model.operation_model(job.look).output_shape
    assert job.state.split(".")[0] in described.members


def test_a_job_of_glue(run, glue):
    told = run(task("glue:startJobRun.sync", {"JobName": "load", "Arguments": {"--day": "1"}}))
    output = json.loads(told["output"])
    assert (output["JobName"], output["JobRunState"]) == ("load", "SUCCEEDED")
    assert glue.get_job_runs(JobName="load")["JobRuns"][0]["Id"] == output["Id"]


def test_a_request_does_not_wait(run, glue):
    told = run(task("glue:startJobRun", {"JobName": "load"}))
    output = json.loads(told["output"])
    assert output["JobRunId"] == glue.get_job_runs(JobName="load")["JobRuns"][0]["Id"]
    assert output["SdkHttpMetadata"]["HttpStatusCode"] == 200


def test_errors_have_the_names_of_the_older_sdk(run, glue):
    told = run(task("glue:startJobRun.sync", {"JobName": "none"}))
    assert told["error"] == "Glue.EntityNotFoundException"
    assert "(Service: AWSGlue; Status Code: 400; Error Code: EntityNotFoundException; " in told["cause"]
    assert glue


@pytest.mark.parametrize("state", ["FAILED", "STOPPED", "TIMEOUT"])
def test_a_job_that_fails(run, glue, state):
    answers = [{"JobRun": {"JobRunState": "RUNNING"}}, {"JobRun": {"JobRunState": state, "ErrorMessage": "no disk"}}]
    with fakes({aws.glue.get_job_run: lambda **_: answers.pop(0)}):
        told = run(task("glue:startJobRun.sync", {"JobName": "load"}))
    assert told["error"] == "States.TaskFailed"
    assert json.loads(told["cause"]) == {"JobRunState": state, "ErrorMessage": "no disk"}
    assert (told["stopDate"] - told["startDate"]).total_seconds() == 3
    assert glue


def test_the_history_shows_what_was_submitted(cloud, sfn, machine, glue):
    arn = machine(task("glue:startJobRun.sync", {"JobName": "load"}))
    started = sfn.start_execution(stateMachineArn=arn)["executionArn"]
    cloud.run_until_idle()
    events = sfn.get_execution_history(executionArn=started)["events"]
    assert [each["type"] for each in events][2:6] == ["TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded"]
    submitted = events[4]["taskSubmittedEventDetails"]
    assert (submitted["resource"], submitted["resourceType"]) == ("startJobRun.sync", "glue")
    assert glue.get_job_runs(JobName="load")["JobRuns"][0]["Id"] in submitted["output"]


@pytest.fixture
def containers(cloud):
    ecs = cloud.client("ecs")
    ecs.create_cluster(clusterName="c")
    ecs.register_task_definition(family="t", containerDefinitions=[{"name": "a", "image": "x", "memory": 1}])
    subnet = cloud.client("ec2").describe_subnets()["Subnets"][0]["SubnetId"]
    network = {"AwsvpcConfiguration": {"Subnets": [subnet]}}
    return {"Cluster": "c", "TaskDefinition": "t", "LaunchType": "FARGATE", "NetworkConfiguration": network}


def test_a_task_of_ecs(run, containers):
    told = run(task("ecs:runTask.sync", containers))
    output = json.loads(told["output"])
    assert (output["LastStatus"], output["Containers"][0]["ExitCode"]) == ("STOPPED", 0)


def test_a_container_that_fails(run, containers):
    stopped = {"tasks": [{"lastStatus": "STOPPED", "containers": [{"name": "a", "exitCode": 3}]}]}
    with fakes({aws.ecs.describe_tasks: lambda **_: stopped}):
        told = run(task("ecs:runTask.sync", containers))
    assert told["error"] == "States.TaskFailed"
    assert json.loads(told["cause"])["Containers"] == [{"Name": "a", "ExitCode": 3}]


@pytest.mark.parametrize(("pattern", "error"), [(".sync", "AmazonECS.Unknown"), ("", None)])
def test_a_task_that_cannot_be_placed(run, pattern, error):
    refused = {"tasks": [], "failures": [{"arn": "a", "reason": "RESOURCE:MEMORY"}]}
    with fakes({aws.ecs.run_task: lambda **_: refused}):
        told = run(task(f"ecs:runTask{pattern}", {"TaskDefinition": "t"}))
    assert told.get("error") == error
    text = told["cause"] if error else json.dumps(json.loads(told["output"])["Failures"])
    assert json.loads(text) == [{"Arn": "a", "Reason": "RESOURCE:MEMORY"}]


def test_a_query_of_athena(run):
    parameters = {"QueryString": "SELECT 1", "ResultConfiguration": {"OutputLocation": "s3://b/"}}
    output = json.loads(run(task("athena:startQueryExecution.sync", parameters))["output"])
    assert output["QueryExecution"]["Status"]["State"] == "SUCCEEDED"
    assert output["QueryExecution"]["Status"]["SubmissionDateTime"] > 1_000_000_000_000


CLUSTER = {
    "Name": "c",
    "ServiceRole": "s",
    "JobFlowRole": "j",
    "Instances": {
        "KeepJobFlowAliveWhenNoSteps": True,
        "InstanceCount": 1,
        "MasterInstanceType": "m5.xlarge",
        "SlaveInstanceType": "m5.xlarge",
    },
}


def test_clusters_and_steps_of_emr(run, cloud):
    made = json.loads(run(task("elasticmapreduce:createCluster.sync", CLUSTER), name="make")["output"])
    assert made["Cluster"]["Status"]["State"] == "WAITING"
    step = {"ClusterId": made["ClusterId"], "Step": {"Name": "one", "HadoopJarStep": {"Jar": "x"}}}
    with fakes({aws.emr.describe_step: lambda **_: {"Step": {"Status": {"State": "COMPLETED"}}}}):
        stepped = json.loads(run(task("elasticmapreduce:addStep.sync", step), name="step")["output"])
    assert stepped == {"Step": {"Status": {"State": "COMPLETED"}}}
    assert len(cloud.client("emr").list_steps(ClusterId=made["ClusterId"])["Steps"]) == 1
    ended = run(task("elasticmapreduce:terminateCluster.sync", {"ClusterId": made["ClusterId"]}), name="end")
    assert json.loads(ended["output"])["Cluster"]["Status"]["State"] == "TERMINATED"


def test_a_cluster_that_is_deleted_is_gone(run, cloud):
    cloud.client("eks").create_cluster(name="k", roleArn=ROLE, resourcesVpcConfig={})
    assert run(task("eks:deleteCluster.sync", {"Name": "k"}))["status"] == "SUCCEEDED"
    assert cloud.client("eks").list_clusters()["clusters"] == []


def test_a_job_that_stands_still_waits_for_an_answer(cloud, sfn, machine, glue):
    with fakes({aws.glue.get_job_run: lambda **_: {"JobRun": {"JobRunState": "RUNNING"}}}):
        started = sfn.start_execution(stateMachineArn=machine(task("glue:startJobRun.sync", {"JobName": "load"})))
        cloud.run_until_idle()
    assert sfn.describe_execution(executionArn=started["executionArn"])["status"] == "RUNNING"
    (waiting,) = cloud.pending
    sfn.send_task_failure(taskToken=waiting.token, error="Stuck", cause="by hand")
    assert sfn.describe_execution(executionArn=started["executionArn"])["error"] == "Stuck"
    assert glue


def test_a_job_that_moves_on_later_is_seen(cloud, sfn, machine, glue):
    state = {"JobRun": {"JobRunState": "RUNNING"}}
    with fakes({aws.glue.get_job_run: lambda **_: state}):
        started = sfn.start_execution(stateMachineArn=machine(task("glue:startJobRun.sync", {"JobName": "load"})))
        cloud.run_until_idle()
        state["JobRun"] = {"JobRunState": "SUCCEEDED"}
        cloud.run_until_idle()
    assert sfn.describe_execution(executionArn=started["executionArn"])["output"] == '{"JobRunState":"SUCCEEDED"}'
    assert glue


def test_a_task_that_times_out_stops_its_job(run, glue):
    running = {"JobRun": {"JobRunState": "RUNNING"}}
    stopped = []
    table = {
        aws.glue.get_job_run: lambda **_: running,
        aws.glue.batch_stop_job_run: lambda **request: stopped.append(request) or {},
    }
    with fakes(table):
        told = run(task("glue:startJobRun.sync", {"JobName": "load"}, TimeoutSeconds=100))
    assert told["error"] == "States.Timeout"
    assert (told["stopDate"] - told["startDate"]).total_seconds() == 100
    assert [each["JobName"] for each in stopped] == ["load"]
    assert glue


def test_an_execution_that_is_stopped_stops_what_it_waits_for(cloud, sfn, machine):
    child = machine({"W": {"Type": "Wait", "Seconds": 900, "End": True}}, name="child")
    parent = machine(task("states:startExecution.sync", {"StateMachineArn": child}))
    started = sfn.start_execution(stateMachineArn=parent)["executionArn"]
    cloud.run_ready()
    sfn.stop_execution(executionArn=started)
    assert [each.status for each in cloud.runs] == ["ABORTED", "ABORTED"]


def test_models_are_invoked(run):
    answer = {"body": b'{"text": "tea"}', "contentType": "application/json"}
    with fakes({aws.bedrock_runtime.invoke_model: lambda **_: answer}) as calls:
        told = run(task("bedrock:invokeModel", {"ModelId": "m", "Body": {"prompt": "Tee"}}))
    assert json.loads(told["output"]) == {"Body": {"text": "tea"}, "ContentType": "application/json"}
    assert json.loads(base64.b64decode(calls.of(aws.bedrock_runtime.invoke_model)[0]["body"])) == {"prompt": "Tee"}


@pytest.mark.parametrize(
    ("resource", "parameters"),
    [
        ("ecs:runTask", {"TaskDefinition": "t", "ClientToken": "x"}),
        ("batch:submitJob", {"JobName": "a", "JobQueue": "q", "JobDefinition": "d", "jobname": "b"}),
        (
            "sqs:sendMessage",
            {"QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/q", "MessageBody": "", "Delay": 1},
        ),
    ],
)
def test_fields_that_an_integration_does_not_take(run, resource, parameters):
    told = run(task(resource, parameters))
    assert told["error"] == "States.Runtime"
    assert "is not supported by Step Functions" in told["cause"]
