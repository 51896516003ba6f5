BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('v0014');
CREATE TABLE aliases (
	server INTEGER NOT NULL, 
	target TEXT NOT NULL, 
	normal TEXT NOT NULL, 
	CONSTRAINT pk_aliases PRIMARY KEY (server, target, normal)
);
INSERT INTO "aliases" VALUES(8,'vision','vizion');
CREATE TABLE answers (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	server INTEGER NOT NULL, 
	game TEXT NOT NULL, 
	round TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	member INTEGER NOT NULL, 
	attempt INTEGER NOT NULL, 
	era INTEGER NOT NULL, 
	day DATE, 
	channel INTEGER NOT NULL, 
	question TEXT NOT NULL, 
	fact TEXT NOT NULL, 
	category TEXT NOT NULL, 
	target TEXT NOT NULL, 
	text TEXT NOT NULL, 
	normal TEXT NOT NULL, 
	is_typed BOOLEAN NOT NULL, 
	is_right BOOLEAN NOT NULL, 
	worth INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT uq_answers_server_game_round_number_member_attempt UNIQUE (server, game, round, number, member, attempt)
);
INSERT INTO "answers" VALUES(1,8,'daily','2026-05-01',1,4611686018427387915,1,0,'2026-05-01',4611686018427387913,'who-is-vision','ultron/vision','people','vision','Vision','vision',0,1,100,'2026-05-01 12:00:00.000000');
INSERT INTO "answers" VALUES(2,8,'trivia','g1',1,4611686018427387915,1,0,NULL,4611686018427387913,'who-is-vision','ultron/vision','people','vision','Vizion!','vizion',1,0,100,'2026-05-01 12:00:00.000000');
INSERT INTO "answers" VALUES(3,8,'daily','2026-05-01',1,12,1,0,'2026-05-01',4611686018427387913,'who-is-vision','ultron/vision','people','vision','Vision','vision',0,1,100,'2026-05-01 12:00:00.000000');
INSERT INTO "answers" VALUES(4,8,'trivia','g1',1,12,1,0,NULL,4611686018427387913,'who-is-vision','ultron/vision','people','vision','Vizion!','vizion',1,0,100,'2026-05-01 12:00:00.000000');
INSERT INTO "answers" VALUES(5,4611686018427387911,'trivia','g1',1,4611686018427387915,1,0,NULL,4611686018427387913,'who-is-vision','ultron/vision','people','vision','Vizion!','vizion',1,0,100,'2026-05-01 12:00:00.000000');
CREATE TABLE appeals (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	answer INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	state TEXT NOT NULL, 
	decided_by INTEGER, 
	decided_at DATETIME, 
	CONSTRAINT fk_appeals_answer FOREIGN KEY(answer) REFERENCES answers (id) ON DELETE CASCADE, 
	CONSTRAINT uq_appeals_answer UNIQUE (answer)
);
INSERT INTO "appeals" VALUES(1,2,'2026-05-01 12:00:00.000000','accepted',99,'2026-05-01 12:00:00.000000');
INSERT INTO "appeals" VALUES(2,4,'2026-05-01 12:00:00.000000','accepted',99,'2026-05-01 12:00:00.000000');
CREATE TABLE daily_posts (
	server INTEGER NOT NULL, 
	day DATE NOT NULL, 
	state TEXT NOT NULL, 
	channel INTEGER, 
	pack TEXT, 
	question TEXT, 
	turn INTEGER, 
	options TEXT, 
	due_at DATETIME, 
	closes_at DATETIME, 
	claimed_at DATETIME, 
	posted_at DATETIME, 
	message INTEGER, 
	thread INTEGER, 
	closed_at DATETIME, 
	missed_at DATETIME, reply INTEGER, asked TEXT, 
	CONSTRAINT pk_daily_posts PRIMARY KEY (server, day), 
	CONSTRAINT ck_daily_posts_state CHECK (state = 'missed' AND missed_at IS NOT NULL OR question IS NOT NULL AND (state = 'claimed' AND message IS NULL OR state = 'posted' AND message IS NOT NULL AND posted_at IS NOT NULL AND closed_at IS NULL OR state = 'closed' AND message IS NOT NULL AND closed_at IS NOT NULL)), 
	CONSTRAINT uq_daily_posts_message UNIQUE (message)
);
INSERT INTO "daily_posts" VALUES(8,'2026-05-01','posted',4611686018427387913,'ultron','who-is-vision',1,'["Vision", "Ultron", "Jarvis", "Friday"]','2026-05-01 12:00:00.000000',NULL,'2026-05-01 12:00:00.000000','2026-05-01 12:00:00.000000',739737008,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "daily_posts" VALUES(4611686018427387911,'2026-05-01','posted',4611686018427387913,'ultron','who-is-vision',1,'["Vision", "Ultron", "Jarvis", "Friday"]','2026-05-01 12:00:00.000000',NULL,'2026-05-01 12:00:00.000000','2026-05-01 12:00:00.000000',739737911,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "daily_posts" VALUES(4611686018427387911,'2026-05-02','missed',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-05-01 12:00:00.000000',NULL,NULL);
CREATE TABLE departures (
	server INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_departures PRIMARY KEY (server)
);
INSERT INTO "departures" VALUES(4711,'2026-05-01 12:00:00.000000');
CREATE TABLE drawn (
	server INTEGER NOT NULL, 
	pack TEXT NOT NULL, 
	question TEXT NOT NULL, 
	turn INTEGER NOT NULL, 
	CONSTRAINT pk_drawn PRIMARY KEY (server, pack, question)
);
INSERT INTO "drawn" VALUES(8,'ultron','who-is-vision',1);
INSERT INTO "drawn" VALUES(8,'ultron','q1',1);
INSERT INTO "drawn" VALUES(4611686018427387911,'ultron','who-is-vision',1);
CREATE TABLE games (
	channel INTEGER NOT NULL, 
	server INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	started_by INTEGER NOT NULL, 
	started_at DATETIME NOT NULL, 
	state TEXT NOT NULL, 
	saved_at DATETIME NOT NULL, 
	CONSTRAINT pk_games PRIMARY KEY (channel)
);
INSERT INTO "games" VALUES(9,8,'g1',4611686018427387915,'2026-05-01 12:00:00.000000','{}','2026-05-01 12:00:00.000000');
CREATE TABLE guess_puzzles (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	scope INTEGER NOT NULL, 
	server INTEGER, 
	pack TEXT NOT NULL, 
	round TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	target TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT uq_guess_puzzles_scope_pack_round UNIQUE (scope, pack, round)
);
INSERT INTO "guess_puzzles" VALUES(1,8,8,'ultron','2026-05-01',1,'vision','2026-05-01 12:00:00.000000');
CREATE TABLE guess_tries (
	puzzle INTEGER NOT NULL, 
	member INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	character TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_guess_tries PRIMARY KEY (puzzle, member, number), 
	CONSTRAINT fk_guess_tries_puzzle FOREIGN KEY(puzzle) REFERENCES guess_puzzles (id) ON DELETE CASCADE, 
	CONSTRAINT uq_guess_tries_puzzle_member_character UNIQUE (puzzle, member, character)
);
INSERT INTO "guess_tries" VALUES(1,4611686018427387915,1,'thor','2026-05-01 12:00:00.000000');
INSERT INTO "guess_tries" VALUES(1,4611686018427387915,2,'vision','2026-05-01 12:00:00.000000');
CREATE TABLE listening (
	channel INTEGER NOT NULL, 
	server INTEGER NOT NULL, 
	CONSTRAINT pk_listening PRIMARY KEY (channel)
);
INSERT INTO "listening" VALUES(9,8);
CREATE TABLE member_seen (
	member INTEGER NOT NULL, 
	pack TEXT NOT NULL, 
	scene INTEGER NOT NULL, 
	CONSTRAINT pk_member_seen PRIMARY KEY (member, pack)
);
INSERT INTO "member_seen" VALUES(11,'ultron',4);
CREATE TABLE miss_digests (
	server INTEGER NOT NULL, 
	week DATE NOT NULL, 
	channel INTEGER NOT NULL, 
	claimed_at DATETIME NOT NULL, 
	settled_at DATETIME, 
	CONSTRAINT pk_miss_digests PRIMARY KEY (server)
);
CREATE TABLE misses (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	server INTEGER NOT NULL, 
	channel INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	normal TEXT NOT NULL, 
	ended TEXT NOT NULL, 
	times INTEGER NOT NULL, 
	first_at DATETIME NOT NULL, 
	last_at DATETIME NOT NULL, 
	CONSTRAINT uq_misses_server_normal UNIQUE (server, normal)
);
CREATE TABLE pack_pictures (
	server INTEGER NOT NULL, 
	pack TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	content BLOB NOT NULL, 
	CONSTRAINT pk_pack_pictures PRIMARY KEY (server, pack, digest)
);
INSERT INTO "pack_pictures" VALUES(8,'the-lamp-8','2f0c',X'89504E470D0A1A0A');
CREATE TABLE pack_versions (
	server INTEGER NOT NULL, 
	pack TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	files TEXT NOT NULL, 
	note TEXT NOT NULL, 
	"by" INTEGER, 
	at DATETIME NOT NULL, 
	based_on INTEGER NOT NULL, 
	used_at DATETIME, pictures TEXT DEFAULT '{}' NOT NULL, 
	CONSTRAINT pk_pack_versions PRIMARY KEY (server, pack, number)
);
INSERT INTO "pack_versions" VALUES(8,'the-lamp-8',1,'{"pack.yaml": "format: 1\ntitle: The Lamp\n"}','First',99,'2026-05-01 12:00:00.000000',0,'2026-05-01 12:00:00.000000','{"pictures/lamp.png": "2f0c"}');
CREATE TABLE packs_chosen (
	server INTEGER NOT NULL, 
	channel INTEGER NOT NULL, 
	pack TEXT NOT NULL, 
	CONSTRAINT pk_packs_chosen PRIMARY KEY (server, channel, pack)
);
INSERT INTO "packs_chosen" VALUES(8,0,'the-lamp-8');
CREATE TABLE regrades (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	answer INTEGER NOT NULL, 
	is_right BOOLEAN NOT NULL, 
	"by" INTEGER, 
	at DATETIME NOT NULL, 
	CONSTRAINT fk_regrades_answer FOREIGN KEY(answer) REFERENCES answers (id) ON DELETE CASCADE
);
INSERT INTO "regrades" VALUES(1,2,1,99,'2026-05-01 12:00:00.000000');
INSERT INTO "regrades" VALUES(2,4,1,99,'2026-05-01 12:00:00.000000');
INSERT INTO "regrades" VALUES(3,5,1,99,'2026-05-01 12:00:00.000000');
CREATE TABLE reports (
	server INTEGER NOT NULL, 
	question TEXT NOT NULL, 
	reported_by INTEGER, 
	at DATETIME NOT NULL, 
	state TEXT NOT NULL, 
	decided_by INTEGER, 
	decided_at DATETIME, 
	CONSTRAINT pk_reports PRIMARY KEY (server, question)
);
INSERT INTO "reports" VALUES(8,'q1',12,'2026-05-01 12:00:00.000000','dropped',99,'2026-05-01 12:00:00.000000');
CREATE TABLE resets (
	server INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	"by" INTEGER, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_resets PRIMARY KEY (server, number)
);
INSERT INTO "resets" VALUES(8,1,99,'2026-05-01 12:00:00.000000');
CREATE TABLE review_channels (
	server INTEGER NOT NULL, 
	channel INTEGER NOT NULL, 
	PRIMARY KEY (server)
);
CREATE TABLE rule_changes (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	server INTEGER NOT NULL, 
	what TEXT NOT NULL, 
	"before" TEXT NOT NULL, 
	"after" TEXT NOT NULL, 
	"by" INTEGER, 
	at DATETIME NOT NULL
);
INSERT INTO "rule_changes" VALUES(1,8,'cooldown','15','30',99,'2026-11-30 12:00:00.000000');
CREATE TABLE schedules (
	server INTEGER NOT NULL, 
	channel INTEGER NOT NULL, 
	at TIME NOT NULL, 
	zone TEXT NOT NULL, 
	since DATETIME NOT NULL, 
	set_up_by INTEGER, 
	weekdays INTEGER NOT NULL, 
	role INTEGER, 
	has_thread BOOLEAN NOT NULL, 
	closes_at TIME, 
	is_active BOOLEAN NOT NULL, 
	pause_reason TEXT NOT NULL, 
	skipped DATE, 
	may_spoil BOOLEAN DEFAULT 0 NOT NULL, reveals_in_reply BOOLEAN DEFAULT 0 NOT NULL, invites_to_guess BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_schedules PRIMARY KEY (server)
);
INSERT INTO "schedules" VALUES(8,4611686018427387913,'09:30:00.000000','Europe/Berlin','2026-05-01 12:00:00.000000',99,127,NULL,0,NULL,1,'',NULL,0,0,0);
INSERT INTO "schedules" VALUES(4611686018427387911,4611686018427387913,'09:30:00.000000','Europe/Berlin','2026-05-01 12:00:00.000000',99,127,5,1,NULL,1,'',NULL,0,0,0);
CREATE TABLE server_packs (
	server INTEGER NOT NULL, 
	pack TEXT NOT NULL, 
	current INTEGER NOT NULL, 
	CONSTRAINT pk_server_packs PRIMARY KEY (server, pack)
);
INSERT INTO "server_packs" VALUES(8,'the-lamp-8',1);
CREATE TABLE server_rules (
	server INTEGER NOT NULL, 
	rules TEXT NOT NULL, 
	CONSTRAINT pk_server_rules PRIMARY KEY (server)
);
INSERT INTO "server_rules" VALUES(8,'{"cooldown":30}');
CREATE TABLE servers (
	server INTEGER NOT NULL, 
	CONSTRAINT pk_servers PRIMARY KEY (server)
);
INSERT INTO "servers" VALUES(8);
CREATE TABLE solved_posts (
	channel INTEGER NOT NULL, 
	server INTEGER NOT NULL, 
	CONSTRAINT pk_solved_posts PRIMARY KEY (channel)
);
INSERT INTO "solved_posts" VALUES(4611686018427387919,8);
CREATE TABLE suggestions (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	server INTEGER NOT NULL, 
	channel INTEGER NOT NULL, 
	member INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	about TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	state TEXT NOT NULL, 
	decided_by INTEGER, 
	decided_at DATETIME
, question TEXT DEFAULT '' NOT NULL, credit TEXT DEFAULT '' NOT NULL);
INSERT INTO "suggestions" VALUES(1,8,4611686018427387913,4611686018427387915,'More of Ultron.','','2026-05-01 12:00:00.000000','accepted',99,'2026-05-01 12:00:00.000000','','');
INSERT INTO "suggestions" VALUES(2,8,4611686018427387913,12,'More of Ultron.','','2026-05-01 12:00:00.000000','accepted',99,'2026-05-01 12:00:00.000000','','');
CREATE TABLE told_once (
	server INTEGER NOT NULL, 
	what TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_told_once PRIMARY KEY (server, what)
);
INSERT INTO "told_once" VALUES(8,'welcome','2026-11-30 12:00:00.000000');
CREATE INDEX ix_answers_question ON answers (question);
CREATE INDEX ix_answers_server_at ON answers (server, at);
CREATE INDEX ix_answers_server_member ON answers (server, member);
CREATE INDEX ix_listening_server ON listening (server);
CREATE INDEX ix_suggestions_server ON suggestions (server);
CREATE INDEX ix_regrades_answer ON regrades (answer);
CREATE INDEX ix_daily_posts_state_closes_at ON daily_posts (state, closes_at);
CREATE INDEX ix_guess_puzzles_server ON guess_puzzles (server);
CREATE INDEX ix_guess_tries_member ON guess_tries (member);
CREATE INDEX ix_rule_changes_server ON rule_changes (server);
CREATE INDEX ix_solved_posts_server ON solved_posts (server);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('answers',5);
INSERT INTO "sqlite_sequence" VALUES('appeals',2);
INSERT INTO "sqlite_sequence" VALUES('suggestions',2);
INSERT INTO "sqlite_sequence" VALUES('regrades',3);
INSERT INTO "sqlite_sequence" VALUES('guess_puzzles',1);
INSERT INTO "sqlite_sequence" VALUES('rule_changes',1);
COMMIT;
