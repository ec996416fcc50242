"""What the numbered errors of the Integrations API mean, for answers that only give the number."""

SCHEDULE_NOT_FOUND = "301"

MEANINGS = {
    "100": "the body of the request is empty",
    "200": "no valid user external ids",
    "201": "the candidate external id is empty",
    "202": "user not found",
    "216": "the list of users is empty",
    "300": "the schedule external id is empty",
    SCHEDULE_NOT_FOUND: "schedule not found",
    "302": "the schedule is archived",
    "305": "the schedule is finished",
    "318": "the user has no permission to be invigilator",
    "1100": "the review session external id is empty",
    "1101": "review session not found",
    "1103": "the review session cannot be used",
    "1126": "published result not found",
    "1127": "the result is already in this review session",
    "1128": "the result is already in an ongoing review session",
    "1129": "the result was not added",
    "1130": "results that were viewed cannot be removed",
    "1131": "not all results can be removed",
}
