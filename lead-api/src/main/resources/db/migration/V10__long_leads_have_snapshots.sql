-- What a long lead's events have made of it, sealed under its own key: one of each at most, made anew from time to time. It may be
-- deleted at any time, and says of itself by which form of the service it was made.
create table lead_snapshot (
    lead_id uuid not null,
    version bigint not null,
    event_id varchar(36) not null,
    form varchar(200) not null,
    payload text not null,
    constraint lead_snapshot_pk primary key (lead_id)
);
