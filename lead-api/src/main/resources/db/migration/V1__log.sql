-- What a command reads and writes in its own transaction, and what several instances share.
-- H2 and PostgreSQL 15 to 18 take the same statements. Text stays text: the database never parses payloads.
-- Every row that the appender writes carries the number of the transaction (batch) that wrote it last.

-- Every event, in the order of commits: positions 1, 2, 3, ... without gaps.
create table event (
    position bigint not null,
    batch bigint not null,
    stream_type varchar(20) not null,
    stream_id varchar(36) not null,
    sequence bigint not null,
    event_id varchar(36) not null,
    type varchar(100) not null,
    revision varchar(20) not null,
    payload varchar not null,
    metadata varchar not null,
    occurred_at timestamp(6) with time zone not null,
    recorded_at timestamp(6) with time zone not null,
    constraint event_pk primary key (position),
    constraint event_once_in_stream unique (stream_id, sequence),
    constraint event_id_once unique (event_id)
);

-- One row: the end of the log. Whoever appends locks it first.
create table log_head (
    id integer not null,
    position bigint not null,
    batch bigint not null,
    recorded_at timestamp(6) with time zone not null,
    constraint log_head_pk primary key (id),
    constraint log_head_once check (id = 1)
);
insert into log_head (id, position, batch, recorded_at) values (1, 0, 0, timestamp with time zone '1970-01-01 00:00:00+00:00');

-- The last transaction of each appender, by an id that was drawn before its commit: tells what became of a commit whose answer was lost.
create table log_writer (
    writer_id uuid not null,
    attempt_id uuid not null,
    batch bigint not null,
    recorded_at timestamp(6) with time zone not null,
    constraint log_writer_pk primary key (writer_id)
);

-- The one open lead that holds an identity.
create table claim (
    hash varchar(64) not null,
    kind varchar(20) not null,
    lead_id uuid not null,
    batch bigint not null,
    constraint claim_pk primary key (hash, kind)
);
create index claim_by_lead on claim (lead_id);

-- Every identity that a lead ever held.
create table identity_held (
    lead_id uuid not null,
    hash varchar(64) not null,
    kind varchar(20) not null,
    from_position bigint not null,
    batch bigint not null,
    constraint identity_held_pk primary key (lead_id, hash, kind)
);
create index identity_held_by_identity on identity_held (hash, kind, from_position);

-- Identities that must not be delivered again. ended_by is LIFT or REINSTATEMENT; no check says so, because H2 cannot evaluate "in" in
-- a check any more once the connection that made the table is closed. A suppression is a stream of its own; version is the number of events in it.
create table suppression (
    suppression_id uuid not null,
    hash varchar(64) not null,
    kind varchar(20) not null,
    lead_id uuid not null,
    reason varchar(100) not null,
    disqualified_by uuid not null,
    disqualified_position bigint not null,
    occurred_at timestamp(6) with time zone not null,
    expires_at timestamp(6) with time zone,
    ended_by varchar(20),
    ended_position bigint,
    blocked bigint not null,
    version bigint not null,
    batch bigint not null,
    constraint suppression_pk primary key (suppression_id),
    constraint suppression_ended_wholly check ((ended_by is null) = (ended_position is null))
);
create index suppression_by_identity on suppression (hash, kind);
create index suppression_by_lead on suppression (lead_id);
create index suppression_newest_first on suppression (disqualified_position, suppression_id);

-- Answers kept under idempotency keys, until they are purged.
create table kept_answer (
    scope_hash varchar(64) not null,
    request_hash varchar(64) not null,
    status integer not null,
    headers varchar not null,
    body varchar not null,
    recorded_at timestamp(6) with time zone not null,
    batch bigint not null,
    constraint kept_answer_pk primary key (scope_hash)
);
create index kept_answer_by_age on kept_answer (recorded_at);

-- Each lead's own key, wrapped by the master key. Destroying it erases the lead's personal data.
create table subject_key (
    lead_id uuid not null,
    wrapped_key varchar(200) not null,
    batch bigint not null,
    constraint subject_key_pk primary key (lead_id)
);

-- The secret behind the identity hashes, wrapped by the master key, and a value that tells whether the master key is the right one.
-- Keys are in Base64.
create table keyring (
    id integer not null,
    check_value varchar(200) not null,
    wrapped_hash_key varchar(500) not null,
    created_at timestamp(6) with time zone not null,
    constraint keyring_pk primary key (id),
    constraint keyring_once check (id = 1)
);

-- Who may call, by the SHA-256 of the secret.
create table api_key (
    key_id uuid not null,
    name varchar(100) not null,
    roles varchar(200) not null,
    secret_hash varchar(64) not null,
    created_at timestamp(6) with time zone not null,
    revoked_at timestamp(6) with time zone,
    constraint api_key_pk primary key (key_id),
    constraint api_key_name_once unique (name),
    constraint api_key_secret_once unique (secret_hash)
);
