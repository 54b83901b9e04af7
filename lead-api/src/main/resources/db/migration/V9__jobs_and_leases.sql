-- What only one instance at a time may do. A holder is a process, not an instance: one that was killed and started again has
-- to wait as others do. fence grows each time that the lease is taken, and tells a former holder from the present one.
create table lease (
    name varchar(100) not null,
    holder uuid not null,
    held_by varchar(200) not null,
    fence bigint not null,
    taken_at timestamp(6) with time zone not null,
    held_until timestamp(6) with time zone not null,
    constraint lease_pk primary key (name)
);

-- Long work that was asked for. question, progress, checkpoint and result are JSON, without personal data in clear. holder and
-- fence are those of the lease under which it is done now: what a former holder still writes finds others. runs counts how
-- often it was begun without coming further.
create table job (
    job_id uuid not null,
    kind varchar(50) not null,
    question varchar not null,
    asked_by uuid not null,
    asked_by_name varchar(100) not null,
    asked_at timestamp(6) with time zone not null,
    state varchar(20) not null,
    cancel_asked boolean not null,
    holder uuid,
    fence bigint not null,
    runs integer not null,
    started_at timestamp(6) with time zone,
    ended_at timestamp(6) with time zone,
    progress varchar,
    checkpoint varchar,
    result varchar,
    failure varchar(1000),
    constraint job_pk primary key (job_id)
);
create index job_by_state on job (state, asked_at);
create index job_by_age on job (asked_at, job_id);
create index job_by_end on job (ended_at);
