-- What several instances know of each other, and what an operator wants of them. None of it belongs to the log: no batch.

-- Who is there, as each says of itself once a second; report is JSON. Nothing stands here where there is one instance only.
create table instance (
    instance_id uuid not null,
    name varchar(200) not null,
    started_at timestamp(6) with time zone not null,
    seen_at timestamp(6) with time zone not null,
    report varchar not null,
    constraint instance_pk primary key (instance_id)
);

-- The events that the read models of an instance lack, without those that only wait behind another.
create table instance_letter (
    instance_id uuid not null,
    event_id varchar(36) not null,
    position bigint not null,
    stream_id uuid not null,
    type varchar(100) not null,
    state varchar(20) not null,
    cause varchar(1000) not null,
    recorded_at timestamp(6) with time zone not null,
    parked_at timestamp(6) with time zone not null,
    waiting bigint not null,
    constraint instance_letter_pk primary key (instance_id, event_id)
);

-- What an instance is to do, and what came of it. kind is REBUILD, RETRY or DISCARD; event_id goes with the last two.
create table instance_order (
    order_id uuid not null,
    instance_id uuid not null,
    kind varchar(20) not null,
    event_id varchar(36),
    state varchar(20) not null,
    ordered_by varchar(100) not null,
    ordered_at timestamp(6) with time zone not null,
    taken_at timestamp(6) with time zone,
    ended_at timestamp(6) with time zone,
    outcome varchar(1000),
    constraint instance_order_pk primary key (order_id, instance_id)
);
create index instance_order_by_instance on instance_order (instance_id, state);
create index instance_order_by_event on instance_order (event_id);

-- Events that were given up: read models that cannot be written with one of them leave it out.
create table discarded_event (
    event_id varchar(36) not null,
    discarded_by varchar(100) not null,
    discarded_at timestamp(6) with time zone not null,
    constraint discarded_event_pk primary key (event_id)
);
