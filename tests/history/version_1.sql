BEGIN TRANSACTION;
CREATE TABLE harvest_facts (
	id INTEGER NOT NULL, 
	stream INTEGER NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	number BIGINT NOT NULL, 
	person BIGINT NOT NULL, 
	thing BIGINT NOT NULL, 
	body TEXT NOT NULL, 
	first INTEGER NOT NULL, 
	until INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(stream) REFERENCES harvest_streams (id)
);
INSERT INTO "harvest_facts" VALUES(1,1,'account',0,0,0,'{"name": "Acme Ltd", "sight": {"clients": ["whole", "", ""], "company": ["whole", "", ""], "projects": ["whole", "", ""], "roles": ["whole", "", ""], "teammates": ["whole", "", ""], "user_assignments": ["whole", "", ""], "users": ["whole", "", ""]}}',1,2147483647);
INSERT INTO "harvest_facts" VALUES(2,1,'viewer',11,0,0,'{"first_name":"Ann","last_name":"Admin","email":"ann@example.com","is_active":true,"access_roles":["administrator"]}',1,2147483647);
INSERT INTO "harvest_facts" VALUES(3,1,'company',0,0,0,'{"name":"Acme Ltd"}',1,2147483647);
INSERT INTO "harvest_facts" VALUES(4,1,'user',11,11,0,'{"first_name":"Ann","last_name":"Admin","email":"ann@example.com","is_active":true,"access_roles":["administrator"]}',1,2147483647);
INSERT INTO "harvest_facts" VALUES(5,1,'user',12,12,0,'{"first_name":"Max","last_name":"Müller","email":"max@example.com","is_active":true,"roles":["Design"],"access_roles":["manager","project_creator","people_manager"]}',1,2147483647);
INSERT INTO "harvest_facts" VALUES(6,1,'user',13,13,0,'{"first_name":"Ben","last_name":null,"email":"ben@example.com","is_active":true,"is_contractor":true,"has_access_to_all_future_projects":true,"access_roles":["member"]}',1,2147483647);
INSERT INTO "harvest_facts" VALUES(7,1,'user',14,14,0,'{"first_name":"Old","last_name":"Hand","email":"old@example.com","is_active":false,"access_roles":["manager"]}',1,2147483647);
INSERT INTO "harvest_facts" VALUES(8,1,'user',15,15,0,'{"first_name":"New","last_name":"Kid","email":"new@example.com","is_active":true,"roles":["Design","Night shift"],"access_roles":["member","workforce_planner"]}',1,2147483647);
INSERT INTO "harvest_facts" VALUES(9,1,'client',31,0,0,'{"name":"Acme"}',1,2147483647);
INSERT INTO "harvest_facts" VALUES(10,1,'client',32,0,0,'{"name":"Bolt & Sons"}',1,2147483647);
INSERT INTO "harvest_facts" VALUES(11,1,'project',21,0,0,'{"name":"Site","code":"S-1","client":{"id":31,"name":"Acme"},"is_active":true,"show_budget_to_all":false}',1,2147483647);
INSERT INTO "harvest_facts" VALUES(12,1,'project',22,0,0,'{"name":"App","client":{"id":32,"name":"Bolt & Sons"},"is_active":true,"show_budget_to_all":false}',1,2147483647);
INSERT INTO "harvest_facts" VALUES(13,1,'project',23,0,0,'{"name":"Gone","client":{"id":31,"name":"Acme"},"is_active":false,"show_budget_to_all":false}',1,2147483647);
INSERT INTO "harvest_facts" VALUES(14,1,'project',24,0,0,'{"name":"Loose end","client":null,"is_active":true,"show_budget_to_all":false}',1,2147483647);
INSERT INTO "harvest_facts" VALUES(15,1,'role',41,0,0,'{"name":"Design"}',1,2147483647);
INSERT INTO "harvest_facts" VALUES(16,1,'holder',41,12,0,'{}',1,2147483647);
INSERT INTO "harvest_facts" VALUES(17,1,'holder',41,15,0,'{}',1,2147483647);
INSERT INTO "harvest_facts" VALUES(18,1,'role',42,0,0,'{"name":"Zoology"}',1,2147483647);
INSERT INTO "harvest_facts" VALUES(19,1,'assignment',51,12,21,'{"is_project_manager":true,"is_active":true,"created_at":"2020-02-03T00:00:00Z"}',1,2147483647);
INSERT INTO "harvest_facts" VALUES(20,1,'assignment',52,13,21,'{"is_project_manager":false,"is_active":true}',1,2147483647);
INSERT INTO "harvest_facts" VALUES(21,1,'assignment',53,13,22,'{"is_project_manager":false,"is_active":true}',1,2147483647);
INSERT INTO "harvest_facts" VALUES(22,1,'assignment',54,14,21,'{"is_project_manager":true,"is_active":true}',1,2147483647);
INSERT INTO "harvest_facts" VALUES(23,1,'assignment',55,13,23,'{"is_project_manager":false,"is_active":true}',1,2147483647);
INSERT INTO "harvest_facts" VALUES(24,1,'assignment',56,12,22,'{"is_project_manager":false,"is_active":false}',1,2147483647);
INSERT INTO "harvest_facts" VALUES(25,1,'teammate',12,12,13,'',1,2147483647);
INSERT INTO "harvest_facts" VALUES(26,1,'teammate',12,12,14,'',1,2147483647);
INSERT INTO "harvest_facts" VALUES(27,2,'account',0,0,0,'{"name": "Acme Ltd", "sight": {"clients": ["partial", "A member''s token sees only its owner''s clients.", "an administrator"], "company": ["forbidden", "Harvest does not show company settings to this token.", "an administrator"], "projects": ["partial", "A member''s token sees only its owner''s projects.", "an administrator"], "roles": ["forbidden", "Harvest does not show job roles to this token.", "an administrator"], "teammates": ["forbidden", "Harvest does not show who manages whom to this token.", "an administrator"], "user_assignments": ["partial", "A member''s token sees only its owner''s project assignments.", "an administrator"], "users": ["partial", "A member''s token sees no other people than its owner.", "an administrator"]}}',2,2147483647);
INSERT INTO "harvest_facts" VALUES(28,2,'viewer',13,0,0,'{"first_name":"Ben","last_name":null,"email":"ben@example.com","is_active":true,"is_contractor":true,"has_access_to_all_future_projects":true,"access_roles":["member"]}',2,2147483647);
INSERT INTO "harvest_facts" VALUES(29,2,'company',0,0,0,'{"name":"Acme Ltd"}',2,2147483647);
INSERT INTO "harvest_facts" VALUES(30,2,'user',13,13,0,'{"first_name":"Ben","last_name":null,"email":"ben@example.com","is_active":true,"is_contractor":true,"has_access_to_all_future_projects":true,"access_roles":["member"]}',2,2147483647);
INSERT INTO "harvest_facts" VALUES(31,2,'client',31,0,0,'{"name":"Acme"}',2,2147483647);
INSERT INTO "harvest_facts" VALUES(32,2,'client',32,0,0,'{"name":"Bolt & Sons"}',2,2147483647);
INSERT INTO "harvest_facts" VALUES(33,2,'assignment',52,13,21,'{"is_project_manager":false,"is_active":true}',2,2147483647);
INSERT INTO "harvest_facts" VALUES(34,2,'assignment',53,13,22,'{"is_project_manager":false,"is_active":true}',2,2147483647);
INSERT INTO "harvest_facts" VALUES(35,2,'assignment',55,13,23,'{"is_project_manager":false,"is_active":true}',2,2147483647);
INSERT INTO "harvest_facts" VALUES(36,2,'project_name',21,0,0,'["Site", "S-1"]',2,2147483647);
INSERT INTO "harvest_facts" VALUES(37,2,'project_name',22,0,0,'["App", null]',2,2147483647);
INSERT INTO "harvest_facts" VALUES(38,2,'project_name',23,0,0,'["Gone", null]',2,2147483647);
CREATE TABLE harvest_schema (
	version INTEGER NOT NULL
);
INSERT INTO "harvest_schema" VALUES(1);
CREATE TABLE harvest_snapshots (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	stream INTEGER NOT NULL, 
	account BIGINT NOT NULL, 
	account_name TEXT NOT NULL, 
	as_of VARCHAR(32) NOT NULL, 
	complete BOOLEAN NOT NULL, 
	viewer_id BIGINT NOT NULL, 
	viewer TEXT NOT NULL, 
	with_rates BOOLEAN NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	FOREIGN KEY(stream) REFERENCES harvest_streams (id)
);
INSERT INTO "harvest_snapshots" VALUES(1,1,1,'Acme Ltd','2026-11-24T09:30:00.000000Z',1,11,'Ann Admin',0,'3adbefcbf9c95c4000090f6805cb38c7d27bfbaf5f4f1d0317245d9014b486ca');
INSERT INTO "harvest_snapshots" VALUES(2,2,1,'Acme Ltd','2026-11-25T09:30:00.000000Z',0,13,'Ben',0,'6cb7909f93b30903dfe6c92ee5e48a7bc2805670082a2a8660afb3367874d113');
CREATE TABLE harvest_streams (
	id INTEGER NOT NULL, 
	account BIGINT NOT NULL, 
	eyes VARCHAR(200) NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (account, eyes)
);
INSERT INTO "harvest_streams" VALUES(1,1,'whole');
INSERT INTO "harvest_streams" VALUES(2,1,'13 cb09cdd83411efb2');
CREATE INDEX harvest_snapshots_of_stream ON harvest_snapshots (stream, id);
CREATE INDEX harvest_snapshots_of_account ON harvest_snapshots (account, as_of);
CREATE INDEX harvest_facts_of_stream ON harvest_facts (stream, until);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('harvest_snapshots',2);
COMMIT;
