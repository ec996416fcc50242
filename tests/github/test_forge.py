"""GitHub's REST API as we use it: one comment, one issue, and plain words when it says no."""

from functools import partial

import pytest
from pydantic import SecretStr

from reconciler.errors import ForgeError, NotReviewed
from reconciler.forge import comments, issues
from reconciler.forge.actions import Run
from reconciler.forge.rest import connected, patiently
from reconciler.forge.review import Review, of_inputs, of_merge
from tests.github.standin import REPOSITORY, TOKEN, Failure

MARK = "<!-- reconciler plan production -->"
SOMEBODY = {"login": "d.lee", "type": "User"}
REVIEW = Review("0123456789abcdef", "c0ffee", schedules=3, candidates=40)


def run(github, **more):
    words = {
        "api": github.url, "token": SecretStr(TOKEN), "repository": REPOSITORY, "page": "",
        "commit": "merged", "event": {}, "summary": None, "output": None,
    }  # fmt: skip
    return Run(**{**words, **more})


@pytest.fixture
def rest(github):
    with connected(run(github)) as found:
        yield found


def keep(rest, body="new"):
    say = partial(comments.keep, rest, 7, MARK, f"{MARK}\n{body}")
    patiently(say, first_seconds=0)


def test_a_comment_is_made_once_and_edited_after(github, rest):
    keep(rest, "one")
    keep(rest, "two")

    assert github.ours(7) == [f"{MARK}\ntwo"]


def test_it_is_found_behind_many_others(github, rest):
    keep(rest, "one")
    github.comments[7] = [github.says(8, "talk", SOMEBODY) for _ in range(250)] + github.comments[7]

    keep(rest, "two")

    assert github.ours(7) == [f"{MARK}\ntwo"]


def test_no_link_leads_the_token_to_another_server(github, rest):
    github.comments[7] = [github.says(8, "talk", SOMEBODY) for _ in range(250)]
    github.next_at = "127.0.0.1:1"

    with pytest.raises(ForgeError, match="on another server"):
        keep(rest)


def test_what_says_the_same_is_not_sent_again(github, rest):
    keep(rest)
    github.asked.clear()

    keep(rest)

    assert github.asked == [f"GET /repos/{REPOSITORY}/issues/7/comments"]


def test_the_words_of_others_stay_as_they_are(github, rest):
    theirs = [
        github.says(7, f"{MARK}\nnot yours", SOMEBODY),
        github.says(7, f"{MARK}\nan app's", {"login": "other[bot]", "type": "Bot"}),
        github.says(7, f"see above:\n{MARK}"),
    ]
    before = [comment["body"] for comment in theirs]

    keep(rest)

    assert [comment["body"] for comment in theirs] == before
    assert f"{MARK}\nnew" in github.ours(7)


def test_another_environment_has_a_comment_of_its_own(github, rest):
    github.says(7, "<!-- reconciler plan production-2 -->\nanother")

    keep(rest)

    assert len(github.ours(7)) == 2


def test_a_comment_whose_answer_was_lost_is_not_made_twice(github, rest):
    github.failures.append(Failure(502, "POST", after=True))

    keep(rest)

    assert len(github.ours(7)) == 1


@pytest.mark.parametrize(
    "failure",
    [
        Failure(503, "GET"),
        Failure(502, "POST"),
        Failure(429, "POST"),
        Failure(403, "POST", {"Retry-After": "0"}),
        Failure(403, "POST", {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1"}),
    ],
    ids=lambda failure: f"{failure.method}-{failure.status}",
)
def test_what_passes_is_tried_again(github, rest, failure):
    github.failures.append(failure)

    keep(rest)

    assert len(github.ours(7)) == 1


def test_trouble_that_stays_ends_after_a_few_tries(github, rest):
    github.failures += [Failure(500, "GET") for _ in range(9)]

    with pytest.raises(ForgeError, match="trouble of its own"):
        keep(rest)

    assert len(github.asked) == 4


def test_a_limit_that_holds_for_long_is_not_waited_for(github, rest):
    github.failures.append(Failure(403, "GET", {"Retry-After": "900"}))

    with pytest.raises(ForgeError, match="limit on requests holds for 900 s; run again then"):
        keep(rest)


def test_a_missing_permission_is_named_as_a_workflow_writes_it(github, rest):
    github.denied.add("pull-requests")

    with pytest.raises(ForgeError, match=r"give the job `permissions: \{pull-requests: write\}`"):
        keep(rest)


def test_a_token_that_is_over_is_said_to_be(github):
    with (
        connected(run(github, token=SecretStr("old"))) as rest,
        pytest.raises(ForgeError, match="does not accept GITHUB_TOKEN") as caught,
    ):
        keep(rest)

    assert "old" not in str(caught.value)


def test_a_repository_that_is_not_there(github):
    with (
        connected(run(github, repository="northwood/other")) as rest,
        pytest.raises(ForgeError, match="knows nothing there"),
    ):
        keep(rest)


def test_content_that_github_refuses(rest):
    with pytest.raises(ForgeError, match=r"refuses the content .*: .*too long"):
        keep(rest, "x" * 70_000)


def test_a_token_goes_over_no_plain_connection(github):
    with pytest.raises(ForgeError, match="https"), connected(run(github, api="http://a.example")):
        pass


def test_a_server_that_is_away(github):
    with (
        connected(run(github, api="http://127.0.0.1:1")) as rest,
        pytest.raises(ForgeError, match="GitHub does not answer"),
    ):
        keep(rest)


def test_the_issue_is_ours_and_not_a_pull_request(github, rest):
    theirs = github.opens("Mine", f"{MARK}\nnot yours", SOMEBODY)
    pull = github.opens("A pull request", f"{MARK}\nits text")
    pull["pull_request"] = {}

    issues.keep(rest, MARK, "Drift", f"{MARK}\none")
    issues.keep(rest, MARK, "Drift", f"{MARK}\ntwo")

    assert [issue["body"] for issue in github.issues[2:]] == [f"{MARK}\ntwo"]
    assert (theirs["body"], pull["body"]) == (f"{MARK}\nnot yours", f"{MARK}\nits text")


def test_closing_where_nothing_is_open_says_nothing(github, rest):
    issues.close(rest, MARK, "in sync")

    assert github.comments == {}
    assert github.issues == []


def commented(github, second, *, user=None):
    github.says(7, f"{MARK}\n{second}\n\n## Plan", **({"user": user} if user else {}))
    github.merge(7, "c0ffee", "merged")


def test_the_review_is_found_at_the_merge(github, rest):
    commented(github, REVIEW.signature)

    assert of_merge(rest, run(github), MARK) == REVIEW


@pytest.mark.parametrize(
    "second",
    [
        "",
        f"text\n{REVIEW.signature}",
        f"{REVIEW.signature} and more",
        REVIEW.signature.replace("0123456789abcdef", "anything"),
        REVIEW.signature.replace('"schedules":3', '"schedules":"3"'),
        "<!-- reconciler review {} -->",
        "<!-- reconciler review {{ -->",
    ],
)
def test_what_is_no_signature_in_its_place_is_no_review(github, rest, second):
    commented(github, second)

    with pytest.raises(NotReviewed, match="no plan was made in pull request #7"):
        of_merge(rest, run(github), MARK)


def test_the_review_of_another_commit_is_none(github, rest):
    commented(github, REVIEW.signature)
    github.merge(7, "beefed", "merged")

    with pytest.raises(NotReviewed, match="which nobody has seen a plan of"):
        of_merge(rest, run(github), MARK)


def test_a_pull_request_that_only_holds_the_commit_did_not_bring_it(github, rest):
    commented(github, REVIEW.signature)
    github.merges["merged"][0]["merge_commit_sha"] = "another"

    with pytest.raises(NotReviewed, match="is no merge of a pull request"):
        of_merge(rest, run(github), MARK)


def test_what_is_typed_must_be_a_digest_and_numbers(github):
    def typed(**inputs):
        return of_inputs(run(github, event={"inputs": inputs}))

    assert typed(digest="") is None
    assert typed(digest=" 0123456789ab ", schedules="3") == Review("0123456789ab", schedules=3)
    with pytest.raises(NotReviewed, match="is no digest"):
        typed(digest="0123")
    with pytest.raises(NotReviewed, match="no number of candidates"):
        typed(digest="0123456789ab", candidates="-1")
