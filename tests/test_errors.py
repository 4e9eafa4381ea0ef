from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_imggen import errors
from mkdocs_imggen.errors import ImggenError, SeveralErrors, clean, nearest, raise_all


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("plain words", "plain words"),
        ("two\nlines\tand\r\nmore", "two lines and more"),
        ("  \u00a0 blanks \u2028 between\u2029 ", "blanks between"),
        ("\x1b[31mred\x1b[0m \x00bell\x07", "[31mred[0m bell"),
        ("left\u202eright\u2066 zero\u200bwidth\ufeff", "leftright zerowidth"),
        ("half \ud800 a character, private \ue000", "half a character, private"),
        ("::set-env name=x::y", "set-env name=x::y"),
        ("::::  :: ::error::x", "error::x"),
        ("\u200b:\u200b:warning::x", "warning::x"),
        ("a ##[set-env name=PATH]/tmp", "a # #[set-env name=PATH]/tmp"),
        ("##vso[task.setvariable]x", "# #vso[task.setvariable]x"),
        ("## a heading", "## a heading"),
        ("the key sk-abcdefghij is wrong", "the key sk-… is wrong"),
        ("sk-proj-AbC_123*****xyz", "sk-…"),
        ("OPENAI_sk-abcdefghij", "OPENAI_sk-…"),
        ("sk-ab\u200bcdef\x00ghij", "sk-…"),
        ("pk-abcdefghij rk-abcdefghij", "pk-… rk-…"),
        ("a task-oriented desk-ornament, sk-short", "a task-oriented desk-ornament, sk-short"),
    ],
)
def test_foreign_text_becomes_one_safe_line(text: str, line: str) -> None:
    assert clean(text) == line


def test_a_flood_is_cut_with_a_mark() -> None:
    assert clean("word " * 100, 12) == "word word w…"
    assert clean("word     " * 2, 6) == "word…"
    assert len(clean("x" * 10_000)) == 200
    assert clean("x" * 200) == "x" * 200


def test_a_key_is_hidden_before_the_text_is_cut() -> None:
    assert clean("x" * 90 + " sk-abcdefghijkl", 100) == "x" * 90 + " sk-…"


@pytest.mark.parametrize(
    ("word", "known", "answer"),
    [
        ("qualty", ["quality", "size"], " (did you mean `quality`?)"),
        ("xyz", ["quality", "size"], ""),
        ("a", [], ""),
    ],
)
def test_the_nearest_known_word_is_offered(word: str, known: list[str], answer: str) -> None:
    assert nearest(word, known) == answer


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (ImggenError("it broke"), "imggen: it broke"),
        (ImggenError("it broke", where="page.md:12"), "page.md:12: imggen: it broke"),
        (
            ImggenError("it broke", where="page.md:12", code="bad_size", kept="3 pictures are kept", hint="say `size: 1:1`"),
            "page.md:12: imggen: it broke [bad_size]; 3 pictures are kept; say `size: 1:1`",
        ),
        (ImggenError("it broke", where="\x1b", code="\u200b", kept="\x00", hint=" "), "imggen: it broke"),
        (ImggenError("x", where="::error file=a::b\nc.md:1"), "error file=a::b c.md:1: imggen: x"),
    ],
)
def test_the_line_says_place_what_code_kept_and_what_to_do(error: ImggenError, line: str) -> None:
    assert str(error) == line


def test_the_description_gives_way_to_what_was_kept_and_what_to_do() -> None:
    error = ImggenError("w" * 400, where="page.md:12", code="code", kept="k" * 60, hint="h" * 150)
    assert str(error) == f"page.md:12: imggen: {'w' * 58}… [code]; {'k' * 60}; {'h' * 150}"
    assert len(str(error)) == 300


def test_what_was_kept_gives_way_to_what_to_do() -> None:
    error = ImggenError("w" * 400, where="p" * 200 + "/page.md:1234", code="c" * 99, kept="k" * 200, hint="h" * 200)
    assert str(error) == f"…pppppp/page.md:1234: imggen: {'w' * 34}… [{'c' * 29}…]; {'h' * 200}"
    error = ImggenError("w" * 400, where="page.md:1", kept="k" * 200, hint="h" * 200)
    assert str(error) == f"page.md:1: imggen: {'w' * 39}…; {'k' * 36}…; {'h' * 200}"


def test_a_long_place_keeps_its_end_which_holds_the_line() -> None:
    line = str(ImggenError("it broke", where=f"docs/{'deep/' * 40}page.md:12"))
    assert line == f"…{('deep/' * 40)[-69:]}page.md:12: imggen: it broke"


words = st.text(max_size=400)


@given(what=words, where=words, code=words, kept=words, hint=words)
def test_every_line_is_one_short_line_that_ends_in_what_to_do(what: str, where: str, code: str, kept: str, hint: str) -> None:
    line = str(ImggenError(what, where=where, code=code, kept=kept, hint=hint))
    assert len(line) <= 300
    assert len(line.splitlines()) == 1
    assert line.endswith(clean(hint))
    assert not line.startswith("::")


def test_an_outer_layer_adds_the_place_only_where_none_is_known() -> None:
    error = ImggenError("it broke")
    assert error.at("page.md:3") is error
    assert error.at("elsewhere.md:9").where == "page.md:3"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("ImggenError", 1),
        ("SettingsError", 2),
        ("DirectiveError", 1),
        ("RecordError", 1),
        ("StoreError", 1),
        ("MissingPictureError", 3),
        ("BudgetError", 4),
        ("AccountError", 1),
    ],
)
def test_each_error_has_its_exit_code(name: str, code: int) -> None:
    assert getattr(errors, name)("x").exit_code == code


@pytest.mark.parametrize(
    ("name", "billed", "stops_run"),
    [
        ("AccountError", False, True),
        ("RefusedError", False, False),
        ("NotSentError", False, False),
        ("UnclearError", True, False),
        ("UnusableError", True, False),
    ],
)
def test_each_provider_error_says_whether_it_cost_and_whether_to_go_on(name: str, billed: bool, stops_run: bool) -> None:
    error = getattr(errors, name)("x")
    assert isinstance(error, errors.ProviderError)
    assert (error.billed, error.stops_run) == (billed, stops_run)


def test_all_faults_are_raised_together_and_one_as_itself() -> None:
    first, second = errors.SettingsError("one"), errors.StoreError("two", where="x.webp")
    raise_all([])
    with pytest.raises(errors.SettingsError, match="one"):
        raise_all([first])
    with pytest.raises(SeveralErrors) as caught:
        raise_all([first, second])
    assert str(caught.value) == "imggen: one\nx.webp: imggen: two"
    assert caught.value.exit_code == 2
    assert caught.value.errors == (first, second)
    assert caught.value.what == "2 problems"


def test_the_tree_in_the_docstring_names_every_error() -> None:
    defined = {name for name, item in vars(errors).items() if isinstance(item, type) and issubclass(item, ImggenError)}
    drawn = {line.lstrip("│├└─ ").split(" ")[0] for line in (errors.__doc__ or "").splitlines()[2:] if line.strip()}
    assert drawn == defined
