"""Reading values: definite paths, searches, roots, and what is said where nothing is there."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steploom.expr.jsonpath import PathError, compile_path
from steploom.expr.view import View

STORE = {
    "books": [
        {"title": "Sayings", "price": 8.95, "tags": ["old"]},
        {"title": "Sword", "price": 12.99, "isbn": None},
        {"title": "Moby Dick", "price": 8, "isbn": "0-553"},
    ],
    "bicycle": {"color": "red", "price": 20},
    "open": True,
    "owner": None,
    "name": "text",
}


def read(path, value=STORE):
    return compile_path(path).read(View(value))


def reason(path, value=STORE):
    with pytest.raises(PathError) as caught:
        read(path, value)
    return caught.value


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$", STORE),
        ("$.open", True),
        ("$.owner", None),
        ("$.bicycle.color", "red"),
        ("$['bicycle']['color']", "red"),
        ("$.books[0].title", "Sayings"),
        ("$.books[2].title", "Moby Dick"),
        ("$.books[0].tags[0]", "old"),
        ("$.books[(@.length-1)].title", "Moby Dick"),
        ("$.books[(@.length-3)].title", "Sayings"),
        ("$.bicycle['color','price']", {"color": "red", "price": 20}),
        ("$.bicycle['price','nothing']", {"price": 20}),
        ("$.bicycle['no','thing']", {}),
    ],
)
def test_definite(path, found):
    assert read(path) == found


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$.books[*].title", ["Sayings", "Sword", "Moby Dick"]),
        ("$.books.*.title", ["Sayings", "Sword", "Moby Dick"]),
        ("$.books[*].isbn", [None, "0-553"]),
        ("$.books[*].nothing", []),
        ("$.bicycle.*", ["red", 20]),
        ("$.open.*", []),
        ("$.nothing[*].at.all", []),
        ("$.books[0,2].title", ["Sayings", "Moby Dick"]),
        ("$.books[2,0].title", ["Moby Dick", "Sayings"]),
        ("$.books[0:2].title", ["Sayings", "Sword"]),
        ("$.books[1:].title", ["Sword", "Moby Dick"]),
        ("$.books[:1].title", ["Sayings"]),
        ("$.books[-1:].title", ["Moby Dick"]),
        ("$.books[-2:].title", ["Sword", "Moby Dick"]),
        ("$.books[:-1].title", ["Sayings", "Sword"]),
        ("$.books[-9:].title", ["Sayings", "Sword", "Moby Dick"]),
        ("$.books[:9].title", ["Sayings", "Sword", "Moby Dick"]),
        ("$.books[5:]", []),
        ("$.nested[*][(@.length-1)]", []),
        ("$.books[:0]", []),
        # The library behind AWS counts neither end of a closed slice from the back.
        ("$.books[1:-1]", []),
        ("$.books[-2:1]", [None, None, STORE["books"][0]]),
        ("$.books[*]['title','isbn']", [{"title": "Sayings"}, {"title": "Sword", "isbn": None},
                                        {"title": "Moby Dick", "isbn": "0-553"}]),
        ("$..price", [8.95, 12.99, 8, 20]),
        ("$..tags[0]", ["old"]),
        ("$..[0]", [STORE["books"][0], "old"]),
        ("$..nothing", []),
        ("$.books..isbn", [None, "0-553"]),
        ("$..['title','price']", [{"title": "Sayings", "price": 8.95}, {"title": "Sword", "price": 12.99},
                                  {"title": "Moby Dick", "price": 8}]),
    ],
)  # fmt: skip
def test_searches(path, found):
    assert read(path) == found


def test_a_scan_visits_parents_before_children():
    tree = {"v": 1, "left": {"v": 2, "left": {"v": 3}}, "right": [{"v": 4}, {"v": 5}]}
    assert read("$..v", tree) == [1, 2, 3, 4, 5]
    assert read("$..*", {"a": [1, {"b": 2}]}) == [[1, {"b": 2}], 1, {"b": 2}, 2]


@pytest.mark.parametrize(
    ("path", "text", "missing"),
    [
        ("$.X", "No results for path: $['X']", "$['X']"),
        ("$.bicycle.X", "No results for path: $['bicycle']['X']", "$['bicycle']['X']"),
        ("$.X.Y.Z", "Missing property in path $['X']", "$['X']"),
        ("$['it\\'s']", "No results for path: $['it's']", "$['it's']"),
        ("$.books[7]", "No results for path: $['books'][7]", "$['books'][7]"),
        ("$.books[-1]", "No results for path: $['books'][-1]", "$['books'][-1]"),
        ("$.books[(@.length-4)]", "No results for path: $['books'][-1]", "$['books'][-1]"),
        ("$.name.X", "Property ['X'] not found in path $['name']", "$['name']['X']"),
        ("$.owner.X", "Property ['X'] not found in path $['owner']", "$['owner']['X']"),
        ("$.books.title", "Property ['title'] not found in path $['books']", "$['books']['title']"),
        ("$.name['a','b']", "Property ['a', 'b'] not found in path $['name']", "$['name']['a', 'b']"),
        ("$.owner[0]", "The path $['owner'] is null", "$['owner'][0]"),
        (
            "$.name[0]",
            "Filter: [0] can only be applied to arrays. Current context is: text",
            "",
        ),
        (
            "$.bicycle[0].x",
            'Filter: [0][\'x\'] can only be applied to arrays. Current context is: {"color":"red","price":20}',
            "",
        ),
        (
            "$.books[0]['title','price'].x",
            "Multi properties can only be used as path leafs: $['books'][0]['title', 'price']",
            "",
        ),
        ("$.books[*].title.x.y", None, ""),
        ("$.bicycle.*.x", "Property ['x'] not found in path $['bicycle']['color']", "$['bicycle']['color']['x']"),
        ("$.books[?(@.price)].isbn", "No results for path: $['books'][0]['isbn']", "$['books'][0]['isbn']"),
        ("$.name[*].x", None, ""),
        ("$.owner[0:1]", "The path $['owner'] is null", "$['owner']"),
        ("$.owner.*", None, ""),
        (
            "$.name[0,1].x[1:3]..y[*]",
            "Filter: [0,1]['x'][1:3]..['y'][*] can only be applied to arrays. Current context is: text",
            "",
        ),
        (
            "$.name[:3]['a', 'b']",
            "Filter: [:3]['a', 'b'] can only be applied to arrays. Current context is: text",
            "",
        ),
        ("$.books[0,9].title", "Property ['title'] not found in path $['books'][9]", "$['books'][9]['title']"),
        ("$.books[9,0][0:1]", "The path $['books'][9] is null", "$['books'][9]"),
        (
            "$.name[?(@.x)]",
            "Filter: [?] can not be applied to primitives. Current context is: text",
            "",
        ),
    ],
)
def test_reasons(path, text, missing):
    if text is None:
        assert read(path) == []
        return
    error = reason(path)
    assert (error.message, error.missing, error.path, error.code) == (text, missing, path, "path")


def test_past_the_end_of_a_list_is_told_apart():
    assert reason("$.books[7]").past_end
    assert reason("$.books[-1]").past_end
    assert not reason("$.books[7].title").past_end
    assert not reason("$.X").past_end
    assert read("$.books[0,7]") == [STORE["books"][0], None]


def test_a_scan_goes_on_with_all_elements_of_a_list():
    """The library behind AWS takes no notice of the index where a step follows it."""
    assert read("$..[0].v", {"a": [{"v": 1}, {"v": 2}]}) == [1, 2]
    assert read("$..[5:].v", {"a": [{"v": 1}, {"v": 2}]}) == [1, 2]
    assert "Property ['title'] not found" in reason("$..[0].title").message


def test_text_is_not_indexed_as_python_would():
    assert "can only be applied to arrays" in reason("$.name[0]").message
    assert reason("$.bicycle.color.x").missing == "$['bicycle']['color']['x']"
    with pytest.raises(PathError):
        read("$.0", ["a"])
    with pytest.raises(PathError):
        read("$[0]", {"0": 1, 0: 2})


def test_context_and_variables():
    view = View({"a": "input"}, lambda: {"a": "context", "Map": {"Item": {"Index": 3}}}, {"a": {"b": [1, 2]}})
    assert compile_path("$.a").read(view) == "input"
    assert compile_path("$$.a").read(view) == "context"
    assert compile_path("$$.Map.Item.Index").read(view) == 3
    assert compile_path("$$..Index").read(view) == [3]
    assert compile_path("$a.b[1]").read(view) == 2
    assert compile_path("$a.b[*]").read(view) == [1, 2]


def test_errors_of_context_and_variables():
    view = View({}, dict, {"a": {}})
    with pytest.raises(PathError, match="No results for path:") as caught:
        compile_path("$$.Nope").read(view)
    assert (caught.value.path, caught.value.missing) == ("$$.Nope", "$['Nope']")
    with pytest.raises(PathError, match="The variable '\\$b' is not defined") as caught:
        compile_path("$b.c").read(view)
    assert caught.value.missing == "$b"
    with pytest.raises(PathError, match=r"No results for path: \$\['b'\]"):
        compile_path("$a.b").read(view)


def test_the_context_is_asked_for_only_where_it_is_read():
    def fail():
        raise AssertionError

    assert compile_path("$.a").read(View({"a": 1}, fail)) == 1


def test_matches_are_the_values_themselves():
    value = {"a": [{"b": []}]}
    assert read("$.a[*].b", value)[0] is value["a"][0]["b"]
    assert read("$.a", value) is value["a"]


def deep(depth):
    value = {"leaf": 1}
    for _ in range(depth):
        value = {"a": [value]}
    return value


def test_scans_go_deep_without_recursion():
    assert read("$..leaf", deep(50_000)) == [1]
    assert len(read("$..a", deep(10_000))) == 10_000


def test_scans_behind_scans_end():
    value = 0
    for _ in range(900):
        value = {"a": value}
    assert len(read("$..a..a", value)) == 900 * 899 // 2
    assert reason("$..a..a..a", value).message == "The scans of the path visit more than 2000000 places"
    assert len(read("$..a", value)) == 900


def test_long_paths():
    value = 1
    for _ in range(200):
        value = {"a": value}
    assert read("$" + ".a" * 200, value) == 1
    assert read("$" + ".*" * 200, value) == [1]
    assert reason("$" + ".a" * 199 + ".b", value).missing == "$" + "['a']" * 199 + "['b']"


names = st.text(max_size=5)
documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=12,
)


def quoted(name):
    return "['" + json.dumps(name)[1:-1].replace('\\"', '"').replace("'", "\\'") + "']"


def places(value, path="$"):
    yield path, value
    if isinstance(value, dict):
        for name, item in value.items():
            yield from places(item, path + quoted(name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from places(item, f"{path}[{number}]")


@given(documents)
def test_every_place_of_a_document_is_found_by_its_path(document):
    for path, value in places(document):
        assert read(path, document) is value


@given(documents)
def test_a_scan_for_everything_finds_every_place_but_the_root(document):
    everything = [value for _, value in places(document)][1:]
    found = read("$..*", document)
    assert sorted(map(json.dumps, found)) == sorted(map(json.dumps, everything))
