-- AlterTable
ALTER TABLE "app_user" ADD COLUMN     "left_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "credential" ADD COLUMN     "rotation_days" INTEGER;

-- AlterTable
ALTER TABLE "identity" ADD COLUMN     "backup_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "class_confidence" TEXT NOT NULL DEFAULT 'likely',
ADD COLUMN     "class_corrected" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "correlation_keys" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "details" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "lifecycle" TEXT NOT NULL DEFAULT 'active',
ADD COLUMN     "merged_into_id" TEXT,
ADD COLUMN     "privileged_confidence" TEXT NOT NULL DEFAULT 'likely',
ADD COLUMN     "privileged_corrected" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "source_class" TEXT,
ADD COLUMN     "source_class_reason" TEXT,
ADD COLUMN     "source_privileged" BOOLEAN,
ADD COLUMN     "source_privileged_reason" TEXT,
ADD COLUMN     "sponsor_id" TEXT,
ADD COLUMN     "team_id" TEXT;

-- AlterTable
ALTER TABLE "sync_run" ADD COLUMN     "content_digest" TEXT,
ADD COLUMN     "idempotency_key" TEXT;

-- AlterTable
ALTER TABLE "system" ADD COLUMN     "sync_every_minutes" INTEGER,
ADD COLUMN     "team_id" TEXT;

-- CreateTable
CREATE TABLE "boundary" (
    "id" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "methods" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "max_ttl_seconds" INTEGER,
    "rotation_days" INTEGER,
    "policy_set" TEXT,
    "telemetry" JSONB NOT NULL DEFAULT '[]',
    "revocation_path" TEXT,
    "revocation_system_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "revocation_proven_at" TIMESTAMPTZ(3),
    "revocation_proof" TEXT,
    "sample" BOOLEAN NOT NULL DEFAULT false,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL DEFAULT transaction_timestamp(),

    CONSTRAINT "boundary_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "boundary_history" (
    "seq" BIGSERIAL NOT NULL,
    "row_id" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6) NOT NULL,
    "row" JSONB NOT NULL,

    CONSTRAINT "boundary_history_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "finding" (
    "id" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "subject_key" TEXT NOT NULL,
    "identity_id" TEXT,
    "credential_id" TEXT,
    "exposure_id" TEXT,
    "system_id" TEXT,
    "boundary_id" TEXT,
    "severity" TEXT NOT NULL,
    "score" INTEGER NOT NULL,
    "arithmetic" JSONB NOT NULL,
    "evidence" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "until" TIMESTAMPTZ(3),
    "reason" TEXT,
    "decided_by" TEXT,
    "valid_from" TIMESTAMPTZ(6) NOT NULL DEFAULT transaction_timestamp(),

    CONSTRAINT "finding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "finding_history" (
    "seq" BIGSERIAL NOT NULL,
    "row_id" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6) NOT NULL,
    "row" JSONB NOT NULL,

    CONSTRAINT "finding_history_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "trust" (
    "id" TEXT NOT NULL,
    "identity_id" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "principal" TEXT NOT NULL,
    "principal_kind" TEXT NOT NULL,
    "principal_external_id" TEXT,
    "principal_correlation_key" TEXT,
    "acts_as" BOOLEAN NOT NULL DEFAULT false,
    "principal_id" TEXT,
    "condition" TEXT,
    "attributes" JSONB NOT NULL DEFAULT '{}',
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "vanished_at" TIMESTAMPTZ(3),
    "valid_from" TIMESTAMPTZ(6) NOT NULL DEFAULT transaction_timestamp(),

    CONSTRAINT "trust_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "trust_history" (
    "seq" BIGSERIAL NOT NULL,
    "row_id" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6) NOT NULL,
    "row" JSONB NOT NULL,

    CONSTRAINT "trust_history_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "exposure" (
    "id" TEXT NOT NULL,
    "system_id" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "credential_kind" TEXT,
    "fingerprints" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "source" TEXT,
    "path" TEXT,
    "line" INTEGER,
    "commit" TEXT,
    "author" TEXT,
    "exposed_at" TIMESTAMPTZ(3),
    "verified" BOOLEAN,
    "attributes" JSONB NOT NULL DEFAULT '{}',
    "credential_id" TEXT,
    "identity_id" TEXT,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "vanished_at" TIMESTAMPTZ(3),
    "valid_from" TIMESTAMPTZ(6) NOT NULL DEFAULT transaction_timestamp(),

    CONSTRAINT "exposure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "exposure_history" (
    "seq" BIGSERIAL NOT NULL,
    "row_id" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6) NOT NULL,
    "row" JSONB NOT NULL,

    CONSTRAINT "exposure_history_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "identity_merge" (
    "id" TEXT NOT NULL,
    "identity_id" TEXT NOT NULL,
    "into_id" TEXT NOT NULL,
    "key" TEXT,
    "reason" TEXT NOT NULL,
    "made_by" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "undone_by" TEXT,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "identity_merge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "offboarding" (
    "id" TEXT NOT NULL,
    "identity_id" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "by_driver" BOOLEAN NOT NULL,
    "remembered_sealed" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "watch_days" INTEGER NOT NULL,
    "watch_until" TIMESTAMPTZ(3),
    "removed_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "problem" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "valid_from" TIMESTAMPTZ(6) NOT NULL DEFAULT transaction_timestamp(),

    CONSTRAINT "offboarding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "offboarding_history" (
    "seq" BIGSERIAL NOT NULL,
    "row_id" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6) NOT NULL,
    "row" JSONB NOT NULL,

    CONSTRAINT "offboarding_history_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "offboarding_fact" (
    "seq" BIGSERIAL NOT NULL,
    "offboarding_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "ok" BOOLEAN NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "offboarding_fact_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "team" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "lead_id" TEXT,
    "sample" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL DEFAULT transaction_timestamp(),

    CONSTRAINT "team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "team_history" (
    "seq" BIGSERIAL NOT NULL,
    "row_id" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6) NOT NULL,
    "row" JSONB NOT NULL,

    CONSTRAINT "team_history_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "team_member" (
    "team_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,

    CONSTRAINT "team_member_pkey" PRIMARY KEY ("team_id","user_id")
);

-- CreateTable
CREATE TABLE "succession" (
    "id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "opened_by" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "deadline_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "succession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "succession_item" (
    "succession_id" TEXT NOT NULL,
    "identity_id" TEXT NOT NULL,
    "nominee_id" TEXT,
    "because" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "answered_by" TEXT,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "succession_item_pkey" PRIMARY KEY ("succession_id","identity_id")
);

-- CreateTable
CREATE TABLE "identity_request" (
    "id" TEXT NOT NULL,
    "requester_id" TEXT NOT NULL,
    "system_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "justification" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "comment" TEXT,
    "identity_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL DEFAULT transaction_timestamp(),

    CONSTRAINT "identity_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity_request_history" (
    "seq" BIGSERIAL NOT NULL,
    "row_id" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6) NOT NULL,
    "row" JSONB NOT NULL,

    CONSTRAINT "identity_request_history_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "system_id" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "boundary_class_environment_key" ON "boundary"("class", "environment");

-- CreateIndex
CREATE INDEX "boundary_history_row_id_valid_from_idx" ON "boundary_history"("row_id", "valid_from");

-- CreateIndex
CREATE INDEX "boundary_history_valid_to_idx" ON "boundary_history"("valid_to");

-- CreateIndex
CREATE INDEX "finding_state_score_id_idx" ON "finding"("state", "score" DESC, "id");

-- CreateIndex
CREATE INDEX "finding_state_rule_score_id_idx" ON "finding"("state", "rule", "score" DESC, "id");

-- CreateIndex
CREATE INDEX "finding_identity_id_state_idx" ON "finding"("identity_id", "state");

-- CreateIndex
CREATE INDEX "finding_system_id_state_score_id_idx" ON "finding"("system_id", "state", "score" DESC, "id");

-- CreateIndex
CREATE UNIQUE INDEX "finding_rule_subject_key_key" ON "finding"("rule", "subject_key");

-- CreateIndex
CREATE INDEX "finding_history_row_id_valid_from_idx" ON "finding_history"("row_id", "valid_from");

-- CreateIndex
CREATE INDEX "finding_history_valid_to_idx" ON "finding_history"("valid_to");

-- CreateIndex
CREATE INDEX "trust_principal_id_idx" ON "trust"("principal_id");

-- CreateIndex
CREATE INDEX "trust_principal_correlation_key_idx" ON "trust"("principal_correlation_key");

-- CreateIndex
CREATE UNIQUE INDEX "trust_identity_id_external_id_key" ON "trust"("identity_id", "external_id");

-- CreateIndex
CREATE INDEX "trust_history_row_id_valid_from_idx" ON "trust_history"("row_id", "valid_from");

-- CreateIndex
CREATE INDEX "trust_history_valid_to_idx" ON "trust_history"("valid_to");

-- CreateIndex
CREATE INDEX "exposure_credential_id_idx" ON "exposure"("credential_id");

-- CreateIndex
CREATE INDEX "exposure_identity_id_idx" ON "exposure"("identity_id");

-- CreateIndex
CREATE INDEX "exposure_fingerprints_idx" ON "exposure" USING GIN ("fingerprints");

-- CreateIndex
CREATE UNIQUE INDEX "exposure_system_id_external_id_key" ON "exposure"("system_id", "external_id");

-- CreateIndex
CREATE INDEX "exposure_history_row_id_valid_from_idx" ON "exposure_history"("row_id", "valid_from");

-- CreateIndex
CREATE INDEX "exposure_history_valid_to_idx" ON "exposure_history"("valid_to");

-- CreateIndex
CREATE INDEX "identity_merge_identity_id_idx" ON "identity_merge"("identity_id");

-- CreateIndex
CREATE INDEX "identity_merge_into_id_idx" ON "identity_merge"("into_id");

-- CreateIndex
CREATE INDEX "offboarding_identity_id_idx" ON "offboarding"("identity_id");

-- CreateIndex
CREATE INDEX "offboarding_requested_at_id_idx" ON "offboarding"("requested_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "offboarding_state_next_attempt_at_idx" ON "offboarding"("state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "offboarding_history_row_id_valid_from_idx" ON "offboarding_history"("row_id", "valid_from");

-- CreateIndex
CREATE INDEX "offboarding_history_valid_to_idx" ON "offboarding_history"("valid_to");

-- CreateIndex
CREATE INDEX "offboarding_fact_offboarding_id_seq_idx" ON "offboarding_fact"("offboarding_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "team_name_key" ON "team"("name");

-- CreateIndex
CREATE INDEX "team_history_row_id_valid_from_idx" ON "team_history"("row_id", "valid_from");

-- CreateIndex
CREATE INDEX "team_history_valid_to_idx" ON "team_history"("valid_to");

-- CreateIndex
CREATE INDEX "team_member_user_id_idx" ON "team_member"("user_id");

-- CreateIndex
CREATE INDEX "succession_closed_at_deadline_at_idx" ON "succession"("closed_at", "deadline_at");

-- CreateIndex
CREATE INDEX "succession_item_nominee_id_state_idx" ON "succession_item"("nominee_id", "state");

-- CreateIndex
CREATE INDEX "succession_item_identity_id_idx" ON "succession_item"("identity_id");

-- CreateIndex
CREATE INDEX "identity_request_state_created_at_idx" ON "identity_request"("state", "created_at");

-- CreateIndex
CREATE INDEX "identity_request_history_row_id_valid_from_idx" ON "identity_request_history"("row_id", "valid_from");

-- CreateIndex
CREATE INDEX "identity_request_history_valid_to_idx" ON "identity_request_history"("valid_to");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_token_hash_key" ON "api_token"("token_hash");

-- CreateIndex
CREATE INDEX "credential_fingerprint_idx" ON "credential"("fingerprint");

-- CreateIndex
CREATE INDEX "identity_team_id_name_id_idx" ON "identity"("team_id", "name", "id");

-- CreateIndex
CREATE INDEX "identity_sponsor_id_name_id_idx" ON "identity"("sponsor_id", "name", "id");

-- CreateIndex
CREATE INDEX "identity_backup_ids_idx" ON "identity" USING GIN ("backup_ids");

-- CreateIndex
CREATE INDEX "identity_correlation_keys_idx" ON "identity" USING GIN ("correlation_keys");

-- CreateIndex
CREATE UNIQUE INDEX "sync_run_system_id_idempotency_key_key" ON "sync_run"("system_id", "idempotency_key");

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_credential_id_fkey" FOREIGN KEY ("credential_id") REFERENCES "credential"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_exposure_id_fkey" FOREIGN KEY ("exposure_id") REFERENCES "exposure"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_system_id_fkey" FOREIGN KEY ("system_id") REFERENCES "system"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_boundary_id_fkey" FOREIGN KEY ("boundary_id") REFERENCES "boundary"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity" ADD CONSTRAINT "identity_sponsor_id_fkey" FOREIGN KEY ("sponsor_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity" ADD CONSTRAINT "identity_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity" ADD CONSTRAINT "identity_merged_into_id_fkey" FOREIGN KEY ("merged_into_id") REFERENCES "identity"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trust" ADD CONSTRAINT "trust_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trust" ADD CONSTRAINT "trust_principal_id_fkey" FOREIGN KEY ("principal_id") REFERENCES "identity"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "exposure" ADD CONSTRAINT "exposure_system_id_fkey" FOREIGN KEY ("system_id") REFERENCES "system"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "exposure" ADD CONSTRAINT "exposure_credential_id_fkey" FOREIGN KEY ("credential_id") REFERENCES "credential"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "exposure" ADD CONSTRAINT "exposure_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offboarding" ADD CONSTRAINT "offboarding_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offboarding_fact" ADD CONSTRAINT "offboarding_fact_offboarding_id_fkey" FOREIGN KEY ("offboarding_id") REFERENCES "offboarding"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team" ADD CONSTRAINT "team_lead_id_fkey" FOREIGN KEY ("lead_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "succession" ADD CONSTRAINT "succession_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "succession_item" ADD CONSTRAINT "succession_item_succession_id_fkey" FOREIGN KEY ("succession_id") REFERENCES "succession"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "succession_item" ADD CONSTRAINT "succession_item_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "succession_item" ADD CONSTRAINT "succession_item_nominee_id_fkey" FOREIGN KEY ("nominee_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity_request" ADD CONSTRAINT "identity_request_requester_id_fkey" FOREIGN KEY ("requester_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity_request" ADD CONSTRAINT "identity_request_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity_request" ADD CONSTRAINT "identity_request_decided_by_fkey" FOREIGN KEY ("decided_by") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity_request" ADD CONSTRAINT "identity_request_system_id_fkey" FOREIGN KEY ("system_id") REFERENCES "system"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity_request" ADD CONSTRAINT "identity_request_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_system_id_fkey" FOREIGN KEY ("system_id") REFERENCES "system"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "system" ADD CONSTRAINT "system_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE SET NULL ON UPDATE CASCADE;



-- What was known before sources said how sure they are: their word is the class.
UPDATE "identity" SET source_class = class, source_class_reason = class_reason, source_privileged = privileged, source_privileged_reason = privileged_reason;

-- History of what is governed, and logs that only grow.
DO $$
DECLARE governed text;
BEGIN
  FOREACH governed IN ARRAY ARRAY['trust', 'exposure', 'team', 'identity_request', 'offboarding', 'boundary', 'finding'] LOOP
    EXECUTE format('CREATE TRIGGER stamp_validity BEFORE INSERT OR UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION tenure_stamp_validity()', governed);
    EXECUTE format('CREATE TRIGGER keep_updated AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tenure_keep_history()', governed);
    EXECUTE format('CREATE TRIGGER keep_deleted AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tenure_keep_history()', governed);
    EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION tenure_refuse_change()', governed || '_history');
  END LOOP;
END $$;
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON "offboarding_fact" FOR EACH STATEMENT EXECUTE FUNCTION tenure_refuse_change();

-- Sealed values stay out of history here too.
CREATE OR REPLACE FUNCTION tenure_keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(
    'INSERT INTO %I (row_id, valid_from, valid_to, row)
     SELECT o.id, o.valid_from, transaction_timestamp(), to_jsonb(o) - ARRAY[''secret_sealed'', ''connection_sealed'', ''remembered_sealed'', ''search_text'']
     FROM old_rows o WHERE o.valid_from < transaction_timestamp()', TG_TABLE_NAME || '_history');
  RETURN NULL;
END $$;

-- Words that a column may hold.
ALTER TABLE "identity" ADD CONSTRAINT identity_confidences CHECK (class_confidence IN ('certain', 'likely', 'guess') AND privileged_confidence IN ('certain', 'likely', 'guess')),
  ADD CONSTRAINT identity_lifecycle CHECK (lifecycle IN ('planned', 'active', 'quarantined', 'offboarding', 'offboarded')),
  ADD CONSTRAINT identity_merged_into CHECK (merged_into_id <> id),
  ADD CONSTRAINT identity_lists CHECK (backup_ids IS NOT NULL AND correlation_keys IS NOT NULL),
  -- Ten people or one team, and never somebody twice.
  ADD CONSTRAINT identity_backups CHECK (cardinality(backup_ids) <= 10 AND (team_id IS NULL OR cardinality(backup_ids) = 0) AND NOT (owner_id IS NOT NULL AND owner_id = ANY (backup_ids)));
ALTER TABLE "credential" ADD CONSTRAINT credential_rotation_days CHECK (rotation_days BETWEEN 1 AND 3650);
ALTER TABLE "trust" ADD CONSTRAINT trust_kind CHECK (kind IN ('assume', 'impersonate', 'federate', 'member', 'administer')),
  ADD CONSTRAINT trust_principal_kind CHECK (principal_kind IN ('identity', 'person', 'group', 'account', 'service', 'federated', 'everybody', 'unknown'));
ALTER TABLE "exposure" ADD CONSTRAINT exposure_fingerprints CHECK (fingerprints IS NOT NULL);
ALTER TABLE "sync_run" DROP CONSTRAINT sync_run_source, ADD CONSTRAINT sync_run_source CHECK (source IN ('live', 'file', 'push'));
ALTER TABLE "system" ADD CONSTRAINT system_sync_every CHECK (sync_every_minutes BETWEEN 5 AND 10080);
ALTER TABLE "boundary" ADD CONSTRAINT boundary_class CHECK (class IN ('service_account', 'workload', 'ci_runner', 'saas_connector', 'ai_agent', 'server', 'endpoint', 'human_admin')),
  ADD CONSTRAINT boundary_environment CHECK (environment IN ('production', 'staging', 'development', 'sandbox')),
  ADD CONSTRAINT boundary_bounds CHECK (max_ttl_seconds BETWEEN 60 AND 31536000 AND rotation_days BETWEEN 1 AND 3650),
  ADD CONSTRAINT boundary_lists CHECK (methods IS NOT NULL AND revocation_system_ids IS NOT NULL),
  ADD CONSTRAINT boundary_proof CHECK ((revocation_proven_at IS NULL) = (revocation_proof IS NULL));
ALTER TABLE "finding" ADD CONSTRAINT finding_state CHECK (state IN ('open', 'accepted', 'snoozed', 'closed')),
  ADD CONSTRAINT finding_severity CHECK (severity IN ('low', 'medium', 'high', 'critical')),
  ADD CONSTRAINT finding_score CHECK (score BETWEEN 0 AND 100),
  -- Nothing is accepted without an end.
  ADD CONSTRAINT finding_until CHECK ((state IN ('accepted', 'snoozed')) = (until IS NOT NULL AND reason IS NOT NULL AND decided_by IS NOT NULL)),
  ADD CONSTRAINT finding_closed CHECK ((state = 'closed') = (closed_at IS NOT NULL));
ALTER TABLE "succession_item" ADD CONSTRAINT succession_item_state CHECK (state IN ('open', 'accepted', 'declined', 'reassigned', 'returned', 'quarantined', 'moot'));
ALTER TABLE "identity_request" ADD CONSTRAINT identity_request_state CHECK (state IN ('pending', 'approved', 'denied', 'cancelled')),
  ADD CONSTRAINT identity_request_not_own CHECK (state NOT IN ('approved', 'denied') OR (decided_by IS NOT NULL AND decided_by <> requester_id)),
  ADD CONSTRAINT identity_request_class CHECK (class IN ('service_account', 'workload', 'ci_runner', 'saas_connector', 'ai_agent', 'server', 'endpoint', 'human_admin')),
  ADD CONSTRAINT identity_request_environment CHECK (environment IN ('production', 'staging', 'development', 'sandbox')),
  ADD CONSTRAINT identity_request_purpose CHECK (length(btrim(purpose)) >= 10);
ALTER TABLE "offboarding" ADD CONSTRAINT offboarding_cause CHECK (cause IN ('requested', 'expired', 'succession', 'quarantined')),
  ADD CONSTRAINT offboarding_state CHECK (state IN ('disabling', 'watching', 'restoring', 'removing', 'awaiting_source', 'confirmed', 'restored')),
  ADD CONSTRAINT offboarding_ended CHECK ((state IN ('confirmed', 'restored')) = (ended_at IS NOT NULL)),
  ADD CONSTRAINT offboarding_watch CHECK (watch_days BETWEEN 0 AND 365);
-- An identity is offboarded once at a time.
CREATE UNIQUE INDEX offboarding_open_idx ON "offboarding" (identity_id) WHERE ended_at IS NULL;

-- What an identity request asks for is decided as it was asked, once.
CREATE FUNCTION tenure_guard_identity_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.requester_id, NEW.system_id, NEW.name, NEW.external_id, NEW.class, NEW.owner_id, NEW.purpose, NEW.environment, NEW.expires_at)
     IS DISTINCT FROM (OLD.requester_id, OLD.system_id, OLD.name, OLD.external_id, OLD.class, OLD.owner_id, OLD.purpose, OLD.environment, OLD.expires_at) THEN
    RAISE EXCEPTION 'what an identity request asks for cannot be changed';
  END IF;
  IF NEW.state <> OLD.state AND OLD.state <> 'pending' THEN
    RAISE EXCEPTION 'an identity request is decided once';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON "identity_request" FOR EACH ROW EXECUTE FUNCTION tenure_guard_identity_request();

-- What was deleted on the target, or whose end was confirmed, does not come back to life here.
CREATE FUNCTION tenure_guard_offboarding() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL THEN
    RAISE EXCEPTION 'an offboarding that ended stays as it is';
  END IF;
  IF NEW.identity_id <> OLD.identity_id OR (OLD.state IN ('removing', 'awaiting_source') AND NEW.state IN ('disabling', 'watching')) THEN
    RAISE EXCEPTION 'an offboarding keeps its identity and does not go back from % to %', OLD.state, NEW.state;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON "offboarding" FOR EACH ROW EXECUTE FUNCTION tenure_guard_offboarding();

-- Few rows, which no other index finds.
CREATE INDEX identity_merged_idx ON "identity" (merged_into_id) WHERE merged_into_id IS NOT NULL;
CREATE INDEX identity_lifecycle_idx ON "identity" (lifecycle, name, id) WHERE lifecycle <> 'active';

-- The teams of a person, and the systems whose identities fall to teams. Stable, so that the planner asks them itself and knows how few rows they mean.
CREATE FUNCTION tenure_teams_of(person text) RETURNS text[] STABLE LANGUAGE sql AS $$
  SELECT coalesce(array_agg(m.team_id), '{}') FROM team_member m WHERE m.user_id = person
$$;
CREATE FUNCTION tenure_systems_of(teams text[]) RETURNS text[] STABLE LANGUAGE sql AS $$
  SELECT coalesce(array_agg(s.id), '{}') FROM system s WHERE s.team_id = ANY (teams)
$$;
-- What has ended and is still in service, once a minute.
CREATE INDEX identity_due_idx ON "identity" (expires_at, id) WHERE governed AND lifecycle = 'active' AND vanished_at IS NULL AND merged_into_id IS NULL;
