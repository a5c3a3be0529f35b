-- Takes signing in away again.
drop function find_sign_in;
drop table sign_ins;
