-- A random id of the log's course. The first instance that starts gives a log its first one; whoever sets a log back begins another.
alter table log_head add column epoch uuid;

-- The epochs that have ended, each with the last position of the log in it: up to there what came after is the same.
create table ended_epoch (
    epoch uuid not null,
    position bigint not null,
    ended_at timestamp(6) with time zone not null,
    constraint ended_epoch_pk primary key (epoch)
);
