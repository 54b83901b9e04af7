-- Two names that look alike are one: what a name is compared by, as a SHA-256 in hexadecimal, so that two instances never give it
-- twice. Keys that were made before have none; whoever makes a key holds its name against theirs as well.
alter table api_key add column compared_name varchar(64);
create unique index api_key_compared_once on api_key (compared_name);
