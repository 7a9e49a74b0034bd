-- The newest schema: what the steps in migrations/ make from nothing, for a store that is new.
-- tests/store/test_schema.py holds it against them.

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE repository (
    path VARCHAR NOT NULL,
    signature VARCHAR NOT NULL,
    scanned_at INTEGER NOT NULL,
    PRIMARY KEY (path)
);
CREATE TABLE failure (
    repository VARCHAR NOT NULL,
    message VARCHAR NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (repository)
);
CREATE TABLE failed_service (
    repository VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    service VARCHAR NOT NULL,
    PRIMARY KEY (repository, position),
    FOREIGN KEY(repository) REFERENCES failure (repository) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE service (
    name VARCHAR NOT NULL,
    repository VARCHAR NOT NULL,
    settings VARCHAR NOT NULL,
    main VARCHAR NOT NULL,
    main_commit VARCHAR NOT NULL,
    baseline VARCHAR NOT NULL,
    baseline_commit VARCHAR NOT NULL,
    newest_merged VARCHAR NOT NULL,
    known_by VARCHAR DEFAULT '' NOT NULL,
    since VARCHAR DEFAULT '' NOT NULL,
    PRIMARY KEY (name),
    FOREIGN KEY(repository) REFERENCES repository (path) ON DELETE CASCADE
);
CREATE INDEX ix_service_repository ON service (repository);
CREATE TABLE notice (
    number INTEGER NOT NULL,
    service VARCHAR NOT NULL,
    change VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    PRIMARY KEY (number),
    FOREIGN KEY(service) REFERENCES service (name) ON DELETE CASCADE
);
CREATE INDEX ix_notice_service ON notice (service);
CREATE TABLE shipped (
    ref VARCHAR NOT NULL,
    PRIMARY KEY (ref)
) WITHOUT ROWID;
CREATE TABLE change (
    number INTEGER NOT NULL,
    id VARCHAR NOT NULL,
    service VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    "commit" VARCHAR NOT NULL,
    date INTEGER NOT NULL,
    author VARCHAR NOT NULL,
    branch VARCHAR NOT NULL,
    "after" VARCHAR NOT NULL,
    line VARCHAR DEFAULT '' NOT NULL,
    off VARCHAR DEFAULT '' NOT NULL,
    cancelled BOOLEAN DEFAULT '0' NOT NULL,
    adds_to VARCHAR DEFAULT '' NOT NULL,
    PRIMARY KEY (number),
    FOREIGN KEY(service) REFERENCES service (name) ON DELETE CASCADE
);
CREATE INDEX ix_change_service ON change (service);
CREATE TABLE stacked_on (
    change INTEGER NOT NULL,
    position INTEGER NOT NULL,
    below VARCHAR NOT NULL,
    PRIMARY KEY (change, position),
    FOREIGN KEY(change) REFERENCES change (number) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE alias (
    change INTEGER NOT NULL,
    position INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    PRIMARY KEY (change, position),
    FOREIGN KEY(change) REFERENCES change (number) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE effect (
    change INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    contract VARCHAR NOT NULL,
    confidence VARCHAR NOT NULL,
    PRIMARY KEY (change, number),
    FOREIGN KEY(change, number) REFERENCES evidence (change, number) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE effect_part (
    change INTEGER NOT NULL,
    number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    part VARCHAR NOT NULL,
    PRIMARY KEY (change, number, position),
    FOREIGN KEY(change, number) REFERENCES effect (change, number) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE feature_slice (
    change INTEGER NOT NULL,
    number INTEGER NOT NULL,
    "key" VARCHAR NOT NULL,
    confidence VARCHAR NOT NULL,
    PRIMARY KEY (change, number),
    FOREIGN KEY(change, number) REFERENCES evidence (change, number) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE dependency (
    change INTEGER NOT NULL,
    number INTEGER NOT NULL,
    ref VARCHAR NOT NULL,
    PRIMARY KEY (change, number),
    FOREIGN KEY(change, number) REFERENCES evidence (change, number) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE flag (
    change INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (change, number),
    FOREIGN KEY(change, number) REFERENCES evidence (change, number) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE scenario (
    number INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    PRIMARY KEY (number),
    UNIQUE (name)
);
CREATE TABLE decision (
    number INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    detail VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    who VARCHAR NOT NULL,
    at INTEGER NOT NULL,
    host VARCHAR DEFAULT '' NOT NULL,
    via VARCHAR DEFAULT '' NOT NULL,
    PRIMARY KEY (number)
);
CREATE TABLE mark (
    scenario INTEGER NOT NULL,
    coupling VARCHAR NOT NULL,
    decision INTEGER NOT NULL,
    PRIMARY KEY (scenario, coupling),
    FOREIGN KEY(decision) REFERENCES decision (number),
    FOREIGN KEY(scenario) REFERENCES scenario (number) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE review_state (
    change VARCHAR NOT NULL,
    decision INTEGER NOT NULL,
    PRIMARY KEY (change),
    FOREIGN KEY(decision) REFERENCES decision (number)
) WITHOUT ROWID;
CREATE TABLE log_step (
    number INTEGER NOT NULL,
    scenario INTEGER NOT NULL,
    decision INTEGER NOT NULL,
    "before" INTEGER,
    standing VARCHAR NOT NULL,
    turn INTEGER NOT NULL,
    together INTEGER,
    PRIMARY KEY (number),
    FOREIGN KEY("before") REFERENCES decision (number),
    FOREIGN KEY(decision) REFERENCES decision (number),
    FOREIGN KEY(scenario) REFERENCES scenario (number)
);
CREATE INDEX ix_log_step_turn ON log_step (turn);
CREATE TABLE log_turn (
    step INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    undone BOOLEAN NOT NULL,
    who VARCHAR NOT NULL,
    at INTEGER NOT NULL,
    host VARCHAR DEFAULT '' NOT NULL,
    via VARCHAR DEFAULT '' NOT NULL,
    PRIMARY KEY (step, turn),
    FOREIGN KEY(step) REFERENCES log_step (number)
) WITHOUT ROWID;
CREATE TABLE review (
    url VARCHAR NOT NULL,
    merged BOOLEAN NOT NULL,
    "commit" VARCHAR NOT NULL,
    merge_commit VARCHAR NOT NULL,
    change_id VARCHAR NOT NULL,
    closed BOOLEAN DEFAULT 0 NOT NULL,
    landed BOOLEAN DEFAULT 0 NOT NULL,
    target VARCHAR DEFAULT '' NOT NULL,
    topic VARCHAR DEFAULT '' NOT NULL,
    PRIMARY KEY (url)
) WITHOUT ROWID;
CREATE TABLE review_subject (
    review VARCHAR NOT NULL,
    service VARCHAR NOT NULL,
    change VARCHAR NOT NULL,
    PRIMARY KEY (review, service, change),
    FOREIGN KEY(review) REFERENCES review (url) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE detection (
    fingerprint VARCHAR NOT NULL,
    PRIMARY KEY (fingerprint)
);
CREATE TABLE reading (
    "key" VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    scan INTEGER NOT NULL,
    PRIMARY KEY ("key")
) WITHOUT ROWID;
CREATE TABLE runbook_tick (
    number INTEGER NOT NULL,
    runbook VARCHAR NOT NULL,
    step VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    who VARCHAR NOT NULL,
    at INTEGER NOT NULL,
    service VARCHAR DEFAULT '' NOT NULL,
    changes VARCHAR DEFAULT '' NOT NULL,
    back_to VARCHAR DEFAULT '' NOT NULL,
    back_with VARCHAR DEFAULT '' NOT NULL,
    host VARCHAR DEFAULT '' NOT NULL,
    PRIMARY KEY (number)
);
CREATE INDEX ix_runbook_tick_runbook ON runbook_tick (runbook);
CREATE TABLE reversal (
    change INTEGER NOT NULL,
    number INTEGER NOT NULL,
    reverted VARCHAR NOT NULL,
    "commit" VARCHAR NOT NULL,
    agrees BOOLEAN NOT NULL,
    PRIMARY KEY (change, number),
    FOREIGN KEY(change, number) REFERENCES evidence (change, number) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE left_out (
    service VARCHAR NOT NULL,
    branch VARCHAR NOT NULL,
    why VARCHAR NOT NULL,
    detail VARCHAR NOT NULL,
    PRIMARY KEY (service, branch),
    FOREIGN KEY(service) REFERENCES service (name) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE review_dependency (
    review VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    ref VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (review, position),
    FOREIGN KEY(review) REFERENCES review (url) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE review_note (
    review VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    PRIMARY KEY (review, position),
    FOREIGN KEY(review) REFERENCES review (url) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE running_mark (
    fingerprint VARCHAR NOT NULL,
    PRIMARY KEY (fingerprint)
);
CREATE TABLE running (
    environment VARCHAR NOT NULL,
    service VARCHAR NOT NULL,
    revision VARCHAR NOT NULL,
    "commit" VARCHAR NOT NULL,
    known_by VARCHAR NOT NULL,
    PRIMARY KEY (environment, service)
) WITHOUT ROWID;
CREATE TABLE contained (
    environment VARCHAR NOT NULL,
    change VARCHAR NOT NULL,
    PRIMARY KEY (environment, change)
) WITHOUT ROWID;
CREATE TABLE answer (
    question VARCHAR NOT NULL,
    decision INTEGER NOT NULL,
    PRIMARY KEY (question),
    FOREIGN KEY(decision) REFERENCES decision (number)
) WITHOUT ROWID;
CREATE TABLE complete_use (
    contract VARCHAR NOT NULL,
    consumer VARCHAR NOT NULL,
    PRIMARY KEY (contract, consumer)
) WITHOUT ROWID;
CREATE TABLE dismissal (
    fingerprint VARCHAR NOT NULL,
    decision INTEGER NOT NULL,
    PRIMARY KEY (fingerprint),
    FOREIGN KEY(decision) REFERENCES decision (number)
) WITHOUT ROWID;
CREATE TABLE production_evidence (
    service VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    rule VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    repository VARCHAR NOT NULL,
    "commit" VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (service, position),
    FOREIGN KEY(service) REFERENCES service (name) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE evidence (
    change INTEGER NOT NULL,
    number INTEGER NOT NULL,
    rule VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    repository VARCHAR NOT NULL,
    "commit" VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (change, number),
    FOREIGN KEY(change) REFERENCES change (number) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE notice_evidence (
    notice INTEGER NOT NULL,
    rule VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    repository VARCHAR NOT NULL,
    "commit" VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (notice),
    FOREIGN KEY(notice) REFERENCES notice (number) ON DELETE CASCADE
);
CREATE TABLE detected_effect (
    change VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    rule VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    repository VARCHAR NOT NULL,
    "commit" VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    line INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    contract VARCHAR NOT NULL,
    confidence VARCHAR NOT NULL,
    parts VARCHAR NOT NULL,
    brings VARCHAR DEFAULT '[]' NOT NULL,
    PRIMARY KEY (change, position)
) WITHOUT ROWID;
CREATE TABLE caution (
    change VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    rule VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    repository VARCHAR NOT NULL,
    "commit" VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    line INTEGER NOT NULL,
    contract VARCHAR NOT NULL,
    parts VARCHAR NOT NULL,
    PRIMARY KEY (change, position)
) WITHOUT ROWID;
CREATE TABLE flag_evidence (
    change VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    rule VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    repository VARCHAR NOT NULL,
    "commit" VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    line INTEGER NOT NULL,
    flag VARCHAR NOT NULL,
    speaks_for INTEGER NOT NULL,
    PRIMARY KEY (change, position)
) WITHOUT ROWID;
CREATE TABLE detected_use (
    contract VARCHAR NOT NULL,
    consumer VARCHAR NOT NULL,
    part VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    repository VARCHAR NOT NULL,
    "commit" VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    line INTEGER NOT NULL,
    confidence VARCHAR NOT NULL,
    PRIMARY KEY (contract, consumer, part)
) WITHOUT ROWID;
CREATE TABLE taking (
    contract VARCHAR NOT NULL,
    consumer VARCHAR NOT NULL,
    takes VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    repository VARCHAR NOT NULL,
    "commit" VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    line INTEGER NOT NULL,
    confidence VARCHAR NOT NULL,
    PRIMARY KEY (contract, consumer, takes)
) WITHOUT ROWID;
CREATE TABLE unread (
    number INTEGER NOT NULL,
    rule VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    repository VARCHAR NOT NULL,
    "commit" VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    line INTEGER NOT NULL,
    subject VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    service VARCHAR NOT NULL,
    changes VARCHAR NOT NULL,
    contract VARCHAR NOT NULL,
    PRIMARY KEY (number)
);
CREATE TABLE detection_notice (
    number INTEGER NOT NULL,
    rule VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    repository VARCHAR NOT NULL,
    "commit" VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    line INTEGER NOT NULL,
    about VARCHAR NOT NULL,
    notice VARCHAR NOT NULL,
    PRIMARY KEY (number)
);
CREATE TABLE running_evidence (
    environment VARCHAR NOT NULL,
    service VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    rule VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    repository VARCHAR NOT NULL,
    "commit" VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (environment, service, position)
) WITHOUT ROWID;
CREATE TABLE running_notice (
    number INTEGER NOT NULL,
    rule VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    repository VARCHAR NOT NULL,
    "commit" VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    line INTEGER NOT NULL,
    environment VARCHAR NOT NULL,
    notice VARCHAR NOT NULL,
    PRIMARY KEY (number)
);
CREATE TABLE past_release (
    service VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    tag VARCHAR NOT NULL,
    "commit" VARCHAR NOT NULL,
    date INTEGER NOT NULL,
    known BOOLEAN NOT NULL,
    PRIMARY KEY (service, position),
    FOREIGN KEY(service) REFERENCES service (name) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE past_slice (
    service VARCHAR NOT NULL,
    release INTEGER NOT NULL,
    position INTEGER NOT NULL,
    "key" VARCHAR NOT NULL,
    "commit" VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (service, release, position),
    FOREIGN KEY(service, release) REFERENCES past_release (service, position) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE move (
    scenario INTEGER NOT NULL,
    change VARCHAR NOT NULL,
    decision INTEGER NOT NULL,
    PRIMARY KEY (scenario, change),
    FOREIGN KEY(scenario) REFERENCES scenario (number) ON DELETE CASCADE,
    FOREIGN KEY(decision) REFERENCES decision (number)
) WITHOUT ROWID;
CREATE TABLE past_mark (
    how VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    PRIMARY KEY (how)
);
CREATE TABLE past_note (
    number INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    PRIMARY KEY (number)
);
CREATE TABLE past_held (
    service VARCHAR NOT NULL,
    tag VARCHAR NOT NULL,
    "commit" VARCHAR NOT NULL,
    date INTEGER NOT NULL,
    changes INTEGER NOT NULL,
    unread VARCHAR NOT NULL,
    PRIMARY KEY (service, tag)
) WITHOUT ROWID;
CREATE TABLE past_need (
    service VARCHAR NOT NULL,
    tag VARCHAR NOT NULL,
    number INTEGER NOT NULL,
    source_service VARCHAR NOT NULL,
    source_tag VARCHAR NOT NULL,
    source_place INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    target_service VARCHAR NOT NULL,
    target_tag VARCHAR NOT NULL,
    target_place INTEGER NOT NULL,
    target VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    coupling VARCHAR NOT NULL,
    confidence VARCHAR NOT NULL,
    given VARCHAR NOT NULL,
    PRIMARY KEY (service, tag, number),
    FOREIGN KEY(service, tag) REFERENCES past_held (service, tag) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE past_need_evidence (
    service VARCHAR NOT NULL,
    tag VARCHAR NOT NULL,
    number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    rule VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    repository VARCHAR NOT NULL,
    "commit" VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (service, tag, number, position),
    FOREIGN KEY(service, tag, number) REFERENCES past_need (service, tag, number) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE landed (
    repository VARCHAR NOT NULL,
    "key" VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    PRIMARY KEY (repository, "key"),
    FOREIGN KEY(repository) REFERENCES repository (path) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE flag_prerequisite (
    flag VARCHAR NOT NULL,
    needs VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    repository VARCHAR NOT NULL,
    "commit" VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (flag, needs)
) WITHOUT ROWID;
INSERT INTO alembic_version VALUES ('0024');
INSERT INTO scenario VALUES (1, 'main');
