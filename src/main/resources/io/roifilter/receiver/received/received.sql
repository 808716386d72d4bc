-- What roi-filter's receiving side has received, in a SQLite file.
-- version 1
create table received (
    id integer primary key,
    order_id text not null,
    amount_cents integer not null,
    purchase_date text not null,
    tracked_id integer,
    mes_cont_id integer not null,
    account text not null,
    roi_hash text not null,
    ignore_duplicates integer not null,
    received_at integer not null
) strict;

create index received_order_id on received (order_id);

create unique index received_once on received (order_id) where ignore_duplicates = 0;

pragma user_version = 1;
