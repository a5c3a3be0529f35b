-- Takes kept answers away again.
drop table kept_counts;
drop table kept_answers;
drop table kept_partitions;
