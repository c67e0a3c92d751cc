"""What of moto is replaced while a local cloud lives, one private place of moto a file.

Input: a `Patches` that remembers, and the part of ours that takes over. Output: none; moto asks us from then on.
Must not: hold state of the cloud, or leave anything behind: `Patches.undo` restores all of it.
"""
