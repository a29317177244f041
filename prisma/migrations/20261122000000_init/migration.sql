CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "privilege" (
    "id" TEXT NOT NULL,
    "system_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "risk" TEXT NOT NULL DEFAULT 'high',
    "max_seconds" INTEGER NOT NULL DEFAULT 3600,
    "offered" BOOLEAN NOT NULL DEFAULT false,
    "lendable" BOOLEAN NOT NULL DEFAULT true,
    "not_lendable_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL DEFAULT transaction_timestamp(),

    CONSTRAINT "privilege_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "privilege_history" (
    "seq" BIGSERIAL NOT NULL,
    "row_id" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6) NOT NULL,
    "row" JSONB NOT NULL,

    CONSTRAINT "privilege_history_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "access_request" (
    "id" TEXT NOT NULL,
    "requester_id" TEXT NOT NULL,
    "system_id" TEXT NOT NULL,
    "privilege_id" TEXT NOT NULL,
    "privilege_name" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "ticket" TEXT,
    "starts_at" TIMESTAMPTZ(3),
    "duration_seconds" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "decision_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "open_until" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "valid_from" TIMESTAMPTZ(6) NOT NULL DEFAULT transaction_timestamp(),

    CONSTRAINT "access_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "access_request_history" (
    "seq" BIGSERIAL NOT NULL,
    "row_id" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6) NOT NULL,
    "row" JSONB NOT NULL,

    CONSTRAINT "access_request_history_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "approval" (
    "id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "requester_id" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "asked_seconds" INTEGER NOT NULL,
    "approver_id" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "granted_seconds" INTEGER,
    "comment" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "approval_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activity_event" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "system_id" TEXT NOT NULL,
    "identity_id" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "resource" TEXT,
    "source_address" TEXT,
    "outcome" TEXT NOT NULL,
    "sample" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "activity_event_pkey" PRIMARY KEY ("id","at")
) PARTITION BY RANGE ("at");

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "entity_id" TEXT NOT NULL,
    "reason" TEXT,
    "request_id" TEXT,
    "before" JSONB,
    "after" JSONB,
    "xid" xid8 NOT NULL DEFAULT pg_current_xact_id(),

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_leaf" (
    "position" BIGINT NOT NULL,
    "entry_id" TEXT NOT NULL,
    "xid" xid8 NOT NULL,

    CONSTRAINT "audit_leaf_pkey" PRIMARY KEY ("position")
);

-- CreateTable
CREATE TABLE "audit_node" (
    "level" SMALLINT NOT NULL,
    "index" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_node_pkey" PRIMARY KEY ("level","index")
);

-- CreateTable
CREATE TABLE "audit_checkpoint" (
    "size" BIGINT NOT NULL,
    "root" BYTEA NOT NULL,
    "note" TEXT NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_checkpoint_pkey" PRIMARY KEY ("size")
);

-- CreateTable
CREATE TABLE "evidence_pack" (
    "id" TEXT NOT NULL,
    "period_from" TIMESTAMPTZ(3) NOT NULL,
    "period_to" TIMESTAMPTZ(3) NOT NULL,
    "requested_by" TEXT NOT NULL,
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "evidence_pack_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity" (
    "id" TEXT NOT NULL,
    "system_id" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "class_reason" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "privileged" BOOLEAN NOT NULL DEFAULT false,
    "privileged_reason" TEXT,
    "attributes" JSONB NOT NULL DEFAULT '{}',
    "said_by" JSONB NOT NULL DEFAULT '{}',
    "source_created_at" TIMESTAMPTZ(3),
    "source_expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "last_use_known" TEXT NOT NULL DEFAULT 'unknown',
    "owner_id" TEXT,
    "purpose" TEXT,
    "environment" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "governed" BOOLEAN NOT NULL GENERATED ALWAYS AS ((owner_id IS NOT NULL) AND (purpose IS NOT NULL) AND (environment IS NOT NULL) AND (expires_at IS NOT NULL)) STORED,
    "search_text" TEXT NOT NULL GENERATED ALWAYS AS (lower(((((name || ' '::text) || external_id) || ' '::text) || COALESCE(purpose, ''::text)))) STORED,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "vanished_at" TIMESTAMPTZ(3),
    "sample" BOOLEAN NOT NULL DEFAULT false,
    "valid_from" TIMESTAMPTZ(6) NOT NULL DEFAULT transaction_timestamp(),

    CONSTRAINT "identity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity_history" (
    "seq" BIGSERIAL NOT NULL,
    "row_id" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6) NOT NULL,
    "row" JSONB NOT NULL,

    CONSTRAINT "identity_history_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "credential" (
    "id" TEXT NOT NULL,
    "identity_id" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "fingerprint" TEXT,
    "enabled" BOOLEAN NOT NULL,
    "source_created_at" TIMESTAMPTZ(3),
    "last_rotated_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "last_use_known" TEXT NOT NULL,
    "attributes" JSONB NOT NULL DEFAULT '{}',
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "vanished_at" TIMESTAMPTZ(3),
    "valid_from" TIMESTAMPTZ(6) NOT NULL DEFAULT transaction_timestamp(),

    CONSTRAINT "credential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credential_history" (
    "seq" BIGSERIAL NOT NULL,
    "row_id" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6) NOT NULL,
    "row" JSONB NOT NULL,

    CONSTRAINT "credential_history_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "entitlement" (
    "id" TEXT NOT NULL,
    "identity_id" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "resource_kind" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "granted_via" TEXT NOT NULL,
    "admin_option" BOOLEAN NOT NULL DEFAULT false,
    "attributes" JSONB NOT NULL DEFAULT '{}',
    "last_used_at" TIMESTAMPTZ(3),
    "last_use_known" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "vanished_at" TIMESTAMPTZ(3),
    "valid_from" TIMESTAMPTZ(6) NOT NULL DEFAULT transaction_timestamp(),

    CONSTRAINT "entitlement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "entitlement_history" (
    "seq" BIGSERIAL NOT NULL,
    "row_id" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6) NOT NULL,
    "row" JSONB NOT NULL,

    CONSTRAINT "entitlement_history_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "lease" (
    "id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "asked_seconds" INTEGER NOT NULL,
    "holder_id" TEXT NOT NULL,
    "system_id" TEXT NOT NULL,
    "privilege_name" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "secret_sealed" TEXT,
    "secret_revealed_at" TIMESTAMPTZ(3),
    "native_id" TEXT,
    "login" JSONB,
    "minted_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "problem" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL DEFAULT transaction_timestamp(),

    CONSTRAINT "lease_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lease_history" (
    "seq" BIGSERIAL NOT NULL,
    "row_id" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6) NOT NULL,
    "row" JSONB NOT NULL,

    CONSTRAINT "lease_history_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "revocation" (
    "id" TEXT NOT NULL,
    "lease_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "executed_at" TIMESTAMPTZ(3),
    "confirmed_at" TIMESTAMPTZ(3),
    "unconfirmed_at" TIMESTAMPTZ(3),
    "problem" TEXT,
    "valid_from" TIMESTAMPTZ(6) NOT NULL DEFAULT transaction_timestamp(),

    CONSTRAINT "revocation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "revocation_history" (
    "seq" BIGSERIAL NOT NULL,
    "row_id" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6) NOT NULL,
    "row" JSONB NOT NULL,

    CONSTRAINT "revocation_history_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "lease_fact" (
    "seq" BIGSERIAL NOT NULL,
    "lease_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "ok" BOOLEAN NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "lease_fact_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "app_user" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "roles" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "active" BOOLEAN NOT NULL DEFAULT true,
    "sample" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "valid_from" TIMESTAMPTZ(6) NOT NULL DEFAULT transaction_timestamp(),

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "app_user_history" (
    "seq" BIGSERIAL NOT NULL,
    "row_id" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6) NOT NULL,
    "row" JSONB NOT NULL,

    CONSTRAINT "app_user_history_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "account" (
    "provider" TEXT NOT NULL,
    "provider_account_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("provider","provider_account_id")
);

-- CreateTable
CREATE TABLE "session" (
    "token_hash" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "session_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "policy_version" (
    "id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "published_by" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "policy_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decision" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "principal" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "context" JSONB NOT NULL,
    "outcome" TEXT NOT NULL,
    "reasons" JSONB NOT NULL,
    "policy_version_id" TEXT NOT NULL,
    "policy_digest" TEXT NOT NULL,

    CONSTRAINT "decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "system" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "owner_id" TEXT,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "connection_sealed" TEXT,
    "last_synced_at" TIMESTAMPTZ(3),
    "sample" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "valid_from" TIMESTAMPTZ(6) NOT NULL DEFAULT transaction_timestamp(),

    CONSTRAINT "system_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "system_history" (
    "seq" BIGSERIAL NOT NULL,
    "row_id" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6) NOT NULL,
    "row" JSONB NOT NULL,

    CONSTRAINT "system_history_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "sync_run" (
    "id" TEXT NOT NULL,
    "system_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "file_name" TEXT,
    "format" TEXT,
    "state" TEXT NOT NULL,
    "bytes_total" BIGINT,
    "bytes_read" BIGINT NOT NULL DEFAULT 0,
    "records_read" INTEGER NOT NULL DEFAULT 0,
    "counts" JSONB,
    "notes" JSONB NOT NULL DEFAULT '[]',
    "problem" TEXT,
    "requested_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "sync_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_chunk" (
    "run_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "import_chunk_pkey" PRIMARY KEY ("run_id","seq")
);

-- CreateTable
CREATE UNLOGGED TABLE "discovered_record" (
    "run_id" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "type" TEXT NOT NULL,
    "payload" JSONB NOT NULL,

    CONSTRAINT "discovered_record_pkey" PRIMARY KEY ("run_id","seq")
);

-- CreateTable
CREATE TABLE "outbox" (
    "seq" BIGSERIAL NOT NULL,
    "job" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "start_after" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("seq")
);

-- CreateIndex
CREATE UNIQUE INDEX "privilege_system_id_name_key" ON "privilege"("system_id", "name");

-- CreateIndex
CREATE INDEX "privilege_history_row_id_valid_from_idx" ON "privilege_history"("row_id", "valid_from");

-- CreateIndex
CREATE INDEX "privilege_history_valid_to_idx" ON "privilege_history"("valid_to");

-- CreateIndex
CREATE INDEX "access_request_state_created_at_idx" ON "access_request"("state", "created_at");

-- CreateIndex
CREATE INDEX "access_request_requester_id_created_at_idx" ON "access_request"("requester_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "access_request_id_requester_id_key" ON "access_request"("id", "requester_id");

-- CreateIndex
CREATE UNIQUE INDEX "access_request_id_digest_duration_seconds_key" ON "access_request"("id", "digest", "duration_seconds");

-- CreateIndex
CREATE INDEX "access_request_history_row_id_valid_from_idx" ON "access_request_history"("row_id", "valid_from");

-- CreateIndex
CREATE INDEX "access_request_history_valid_to_idx" ON "access_request_history"("valid_to");

-- CreateIndex
CREATE UNIQUE INDEX "approval_request_id_approver_id_key" ON "approval"("request_id", "approver_id");

-- CreateIndex
CREATE INDEX "activity_event_identity_id_at_idx" ON "activity_event"("identity_id", "at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "activity_event_system_id_external_id_at_key" ON "activity_event"("system_id", "external_id", "at");

-- CreateIndex
CREATE INDEX "audit_entry_entity_entity_id_at_idx" ON "audit_entry"("entity", "entity_id", "at");

-- CreateIndex
CREATE INDEX "audit_entry_at_id_idx" ON "audit_entry"("at", "id");

-- CreateIndex
CREATE INDEX "audit_entry_xid_id_idx" ON "audit_entry"("xid", "id");

-- CreateIndex
CREATE UNIQUE INDEX "audit_leaf_entry_id_key" ON "audit_leaf"("entry_id");

-- CreateIndex
CREATE INDEX "evidence_pack_created_at_id_idx" ON "evidence_pack"("created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "identity_name_id_idx" ON "identity"("name", "id");

-- CreateIndex
CREATE INDEX "identity_last_used_at_id_idx" ON "identity"("last_used_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "identity_expires_at_id_idx" ON "identity"("expires_at", "id");

-- CreateIndex
CREATE INDEX "identity_first_seen_at_id_idx" ON "identity"("first_seen_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "identity_owner_id_name_id_idx" ON "identity"("owner_id", "name", "id");

-- CreateIndex
CREATE INDEX "identity_class_name_id_idx" ON "identity"("class", "name", "id");

-- CreateIndex
CREATE INDEX "identity_system_id_name_id_idx" ON "identity"("system_id", "name", "id");

-- CreateIndex
CREATE INDEX "identity_environment_name_id_idx" ON "identity"("environment", "name", "id");

-- CreateIndex
CREATE INDEX "identity_governed_name_id_idx" ON "identity"("governed", "name", "id");

-- CreateIndex
CREATE INDEX "identity_privileged_name_id_idx" ON "identity"("privileged", "name", "id");

-- CreateIndex
CREATE INDEX "identity_search_idx" ON "identity" USING GIN ("search_text" gin_trgm_ops);

-- CreateIndex
CREATE UNIQUE INDEX "identity_system_id_external_id_key" ON "identity"("system_id", "external_id");

-- CreateIndex
CREATE INDEX "identity_history_row_id_valid_from_idx" ON "identity_history"("row_id", "valid_from");

-- CreateIndex
CREATE INDEX "identity_history_valid_to_idx" ON "identity_history"("valid_to");

-- CreateIndex
CREATE UNIQUE INDEX "credential_identity_id_external_id_key" ON "credential"("identity_id", "external_id");

-- CreateIndex
CREATE INDEX "credential_history_row_id_valid_from_idx" ON "credential_history"("row_id", "valid_from");

-- CreateIndex
CREATE INDEX "credential_history_valid_to_idx" ON "credential_history"("valid_to");

-- CreateIndex
CREATE UNIQUE INDEX "entitlement_identity_id_external_id_key" ON "entitlement"("identity_id", "external_id");

-- CreateIndex
CREATE INDEX "entitlement_history_row_id_valid_from_idx" ON "entitlement_history"("row_id", "valid_from");

-- CreateIndex
CREATE INDEX "entitlement_history_valid_to_idx" ON "entitlement_history"("valid_to");

-- CreateIndex
CREATE UNIQUE INDEX "lease_request_id_key" ON "lease"("request_id");

-- CreateIndex
CREATE UNIQUE INDEX "lease_account_key" ON "lease"("account");

-- CreateIndex
CREATE INDEX "lease_state_next_attempt_at_idx" ON "lease"("state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "lease_holder_id_created_at_idx" ON "lease"("holder_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "lease_created_at_id_idx" ON "lease"("created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "lease_history_row_id_valid_from_idx" ON "lease_history"("row_id", "valid_from");

-- CreateIndex
CREATE INDEX "lease_history_valid_to_idx" ON "lease_history"("valid_to");

-- CreateIndex
CREATE UNIQUE INDEX "revocation_lease_id_key" ON "revocation"("lease_id");

-- CreateIndex
CREATE INDEX "revocation_state_idx" ON "revocation"("state");

-- CreateIndex
CREATE INDEX "revocation_history_row_id_valid_from_idx" ON "revocation_history"("row_id", "valid_from");

-- CreateIndex
CREATE INDEX "revocation_history_valid_to_idx" ON "revocation_history"("valid_to");

-- CreateIndex
CREATE INDEX "lease_fact_lease_id_seq_idx" ON "lease_fact"("lease_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "app_user_email_key" ON "app_user"("email");

-- CreateIndex
CREATE INDEX "app_user_history_row_id_valid_from_idx" ON "app_user_history"("row_id", "valid_from");

-- CreateIndex
CREATE INDEX "app_user_history_valid_to_idx" ON "app_user_history"("valid_to");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "policy_version_version_key" ON "policy_version"("version");

-- CreateIndex
CREATE INDEX "decision_at_id_idx" ON "decision"("at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "system_name_key" ON "system"("name");

-- CreateIndex
CREATE INDEX "system_history_row_id_valid_from_idx" ON "system_history"("row_id", "valid_from");

-- CreateIndex
CREATE INDEX "system_history_valid_to_idx" ON "system_history"("valid_to");

-- CreateIndex
CREATE INDEX "sync_run_system_id_created_at_idx" ON "sync_run"("system_id", "created_at" DESC);

-- AddForeignKey
ALTER TABLE "privilege" ADD CONSTRAINT "privilege_system_id_fkey" FOREIGN KEY ("system_id") REFERENCES "system"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_request" ADD CONSTRAINT "access_request_requester_id_fkey" FOREIGN KEY ("requester_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_request" ADD CONSTRAINT "access_request_system_id_fkey" FOREIGN KEY ("system_id") REFERENCES "system"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_request" ADD CONSTRAINT "access_request_privilege_id_fkey" FOREIGN KEY ("privilege_id") REFERENCES "privilege"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_request" ADD CONSTRAINT "access_request_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "decision"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval" ADD CONSTRAINT "approval_request_id_digest_asked_seconds_fkey" FOREIGN KEY ("request_id", "digest", "asked_seconds") REFERENCES "access_request"("id", "digest", "duration_seconds") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval" ADD CONSTRAINT "approval_request_id_requester_id_fkey" FOREIGN KEY ("request_id", "requester_id") REFERENCES "access_request"("id", "requester_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval" ADD CONSTRAINT "approval_approver_id_fkey" FOREIGN KEY ("approver_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence_pack" ADD CONSTRAINT "evidence_pack_requested_by_fkey" FOREIGN KEY ("requested_by") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity" ADD CONSTRAINT "identity_system_id_fkey" FOREIGN KEY ("system_id") REFERENCES "system"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity" ADD CONSTRAINT "identity_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credential" ADD CONSTRAINT "credential_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "entitlement" ADD CONSTRAINT "entitlement_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lease" ADD CONSTRAINT "lease_request_id_digest_asked_seconds_fkey" FOREIGN KEY ("request_id", "digest", "asked_seconds") REFERENCES "access_request"("id", "digest", "duration_seconds") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lease" ADD CONSTRAINT "lease_holder_id_fkey" FOREIGN KEY ("holder_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lease" ADD CONSTRAINT "lease_system_id_fkey" FOREIGN KEY ("system_id") REFERENCES "system"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "revocation" ADD CONSTRAINT "revocation_lease_id_fkey" FOREIGN KEY ("lease_id") REFERENCES "lease"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lease_fact" ADD CONSTRAINT "lease_fact_lease_id_fkey" FOREIGN KEY ("lease_id") REFERENCES "lease"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_policy_version_id_fkey" FOREIGN KEY ("policy_version_id") REFERENCES "policy_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "system" ADD CONSTRAINT "system_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_run" ADD CONSTRAINT "sync_run_system_id_fkey" FOREIGN KEY ("system_id") REFERENCES "system"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_chunk" ADD CONSTRAINT "import_chunk_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "sync_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;



-- History: what a governed row said before, with its validity range. No code path can skip it.
CREATE FUNCTION tenure_stamp_validity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.valid_from := transaction_timestamp();
  RETURN NEW;
END $$;

-- Sealed secrets and derived columns stay out: history must not keep what the live row has erased.
CREATE FUNCTION tenure_keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(
    'INSERT INTO %I (row_id, valid_from, valid_to, row)
     SELECT o.id, o.valid_from, transaction_timestamp(), to_jsonb(o) - ARRAY[''secret_sealed'', ''connection_sealed'', ''search_text'']
     FROM old_rows o WHERE o.valid_from < transaction_timestamp()', TG_TABLE_NAME || '_history');
  RETURN NULL;
END $$;

CREATE FUNCTION tenure_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;

DO $$
DECLARE governed text;
BEGIN
  FOREACH governed IN ARRAY ARRAY['app_user', 'system', 'identity', 'credential', 'entitlement', 'privilege', 'access_request', 'lease', 'revocation'] LOOP
    EXECUTE format('CREATE TRIGGER stamp_validity BEFORE INSERT OR UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION tenure_stamp_validity()', governed);
    EXECUTE format('CREATE TRIGGER keep_updated AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tenure_keep_history()', governed);
    EXECUTE format('CREATE TRIGGER keep_deleted AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tenure_keep_history()', governed);
    EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION tenure_refuse_change()', governed || '_history');
  END LOOP;
  FOREACH governed IN ARRAY ARRAY['audit_entry', 'audit_leaf', 'audit_node', 'audit_checkpoint', 'lease_fact', 'decision', 'approval', 'policy_version', 'evidence_pack'] LOOP
    EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION tenure_refuse_change()', governed);
  END LOOP;
END $$;

-- The worker's relay listens, so that a job starts when its change commits.
CREATE FUNCTION tenure_announce_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('tenure_outbox', '');
  RETURN NULL;
END $$;
CREATE TRIGGER announce AFTER INSERT ON "outbox" FOR EACH STATEMENT EXECUTE FUNCTION tenure_announce_outbox();

-- Words that a column may hold.
ALTER TABLE "app_user" ADD CONSTRAINT app_user_roles CHECK (roles <@ ARRAY['owner', 'approver', 'ciso', 'auditor', 'admin']),
  ADD CONSTRAINT app_user_email CHECK (email = lower(email));
ALTER TABLE "system" ADD CONSTRAINT system_environment CHECK (environment IN ('production', 'staging', 'development', 'sandbox'));
ALTER TABLE "sync_run" ADD CONSTRAINT sync_run_source CHECK (source IN ('live', 'file')),
  ADD CONSTRAINT sync_run_state CHECK (state IN ('queued', 'running', 'succeeded', 'failed'));
ALTER TABLE "identity" ADD CONSTRAINT identity_class CHECK (class IN ('service_account', 'workload', 'ci_runner', 'saas_connector', 'ai_agent', 'server', 'endpoint', 'human_admin')),
  ADD CONSTRAINT identity_environment CHECK (environment IN ('production', 'staging', 'development', 'sandbox')),
  ADD CONSTRAINT identity_last_use_known CHECK (last_use_known IN ('exact', 'logs', 'unknown')),
  ADD CONSTRAINT identity_purpose CHECK (length(btrim(purpose)) >= 10);
ALTER TABLE "credential" ADD CONSTRAINT credential_kind CHECK (kind IN ('password', 'access_key', 'api_key', 'x509_certificate', 'ssh_key', 'oauth_client_secret', 'oauth_refresh_token', 'federated_trust')),
  ADD CONSTRAINT credential_last_use_known CHECK (last_use_known IN ('exact', 'logs', 'unknown'));
ALTER TABLE "entitlement" ADD CONSTRAINT entitlement_last_use_known CHECK (last_use_known IN ('exact', 'logs', 'unknown'));
ALTER TABLE "decision" ADD CONSTRAINT decision_outcome CHECK (outcome IN ('permit', 'review', 'deny'));
ALTER TABLE "privilege" ADD CONSTRAINT privilege_risk CHECK (risk IN ('low', 'medium', 'high')),
  ADD CONSTRAINT privilege_max_seconds CHECK (max_seconds BETWEEN 60 AND 2592000);

-- Requests, approvals, leases: separation of duties and bounds hold here, whatever the code above does.
ALTER TABLE "access_request" ADD CONSTRAINT access_request_state CHECK (state IN ('pending', 'approved', 'denied', 'cancelled', 'expired')),
  ADD CONSTRAINT access_request_duration CHECK (duration_seconds BETWEEN 60 AND 2592000);
ALTER TABLE "approval" ADD CONSTRAINT approval_verdict CHECK (verdict IN ('approve', 'deny')),
  ADD CONSTRAINT approval_not_own CHECK (approver_id <> requester_id),
  ADD CONSTRAINT approval_only_shortens CHECK (CASE verdict WHEN 'approve' THEN granted_seconds IS NOT NULL AND granted_seconds BETWEEN 60 AND asked_seconds ELSE granted_seconds IS NULL END);
ALTER TABLE "lease" ADD CONSTRAINT lease_state CHECK (state IN ('scheduled', 'minting', 'active', 'ending', 'ended')),
  ADD CONSTRAINT lease_end_reason CHECK (end_reason IN ('done', 'expired', 'revoked', 'mint_failed')),
  ADD CONSTRAINT lease_within_asked CHECK (ends_at > starts_at AND extract(epoch FROM ends_at - starts_at) <= asked_seconds);
ALTER TABLE "revocation" ADD CONSTRAINT revocation_state CHECK (state IN ('requested', 'executed', 'confirmed', 'unconfirmed', 'impossible')),
  ADD CONSTRAINT revocation_confirmed CHECK ((state = 'confirmed') = (confirmed_at IS NOT NULL));

CREATE FUNCTION tenure_guard_access_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.requester_id, NEW.system_id, NEW.privilege_id, NEW.privilege_name, NEW.environment, NEW.purpose, NEW.ticket, NEW.starts_at, NEW.duration_seconds, NEW.digest, NEW.decision_id, NEW.created_at)
     IS DISTINCT FROM
     (OLD.id, OLD.requester_id, OLD.system_id, OLD.privilege_id, OLD.privilege_name, OLD.environment, OLD.purpose, OLD.ticket, OLD.starts_at, OLD.duration_seconds, OLD.digest, OLD.decision_id, OLD.created_at) THEN
    RAISE EXCEPTION 'what an access request asks for cannot be changed: its digest binds it';
  END IF;
  IF NEW.state <> OLD.state AND OLD.state <> 'pending' THEN
    RAISE EXCEPTION 'an access request is decided once';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON "access_request" FOR EACH ROW EXECUTE FUNCTION tenure_guard_access_request();

-- A lease is granted by an approval with the same digest and no longer than it granted, or by a decision that needed no review.
CREATE FUNCTION tenure_guard_new_lease() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE granted integer;
BEGIN
  SELECT CASE d.outcome WHEN 'permit' THEN r.duration_seconds
              WHEN 'review' THEN (SELECT min(a.granted_seconds) FROM approval a WHERE a.request_id = r.id AND a.digest = r.digest AND a.verdict = 'approve') END
    INTO granted
    FROM access_request r JOIN decision d ON d.id = r.decision_id
   WHERE r.id = NEW.request_id AND r.digest = NEW.digest AND r.state = 'approved' AND r.requester_id = NEW.holder_id
     AND r.system_id = NEW.system_id AND r.privilege_name = NEW.privilege_name
     AND NOT EXISTS (SELECT 1 FROM approval a WHERE a.request_id = r.id AND a.verdict = 'deny');
  IF granted IS NULL OR extract(epoch FROM NEW.ends_at - NEW.starts_at) > granted THEN
    RAISE EXCEPTION 'no decision or approval grants this lease';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_new BEFORE INSERT ON "lease" FOR EACH ROW EXECUTE FUNCTION tenure_guard_new_lease();

-- A lease never ends later than it was granted for, and one that was minted is closed only when its revocation was confirmed or is impossible.
CREATE FUNCTION tenure_guard_lease() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.request_id, NEW.digest, NEW.holder_id, NEW.system_id, NEW.privilege_name, NEW.account, NEW.starts_at)
     IS DISTINCT FROM (OLD.id, OLD.request_id, OLD.digest, OLD.holder_id, OLD.system_id, OLD.privilege_name, OLD.account, OLD.starts_at) OR NEW.ends_at > OLD.ends_at THEN
    RAISE EXCEPTION 'a lease keeps its holder, target, privilege and start, and its end only comes nearer';
  END IF;
  IF array_position(ARRAY['scheduled', 'minting', 'active', 'ending', 'ended'], NEW.state) < array_position(ARRAY['scheduled', 'minting', 'active', 'ending', 'ended'], OLD.state) THEN
    RAISE EXCEPTION 'a lease does not go back from % to %', OLD.state, NEW.state;
  END IF;
  IF NEW.state = 'ended' AND OLD.state <> 'scheduled' AND OLD.state <> 'ended'
     AND NOT EXISTS (SELECT 1 FROM revocation v WHERE v.lease_id = NEW.id AND v.state IN ('confirmed', 'impossible')) THEN
    RAISE EXCEPTION 'a lease is closed only when its revocation was confirmed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON "lease" FOR EACH ROW EXECUTE FUNCTION tenure_guard_lease();

-- What is gone from its source: few rows, which no other index finds.
CREATE INDEX identity_vanished_idx ON "identity" (name, id) WHERE vanished_at IS NOT NULL;

-- Due work of the lease engine, overdue first.
CREATE INDEX lease_due_idx ON "lease" (next_attempt_at) WHERE state <> 'ended';

-- Activity is partitioned by month; the job that looks ahead calls this, and so does whoever loads history.
CREATE FUNCTION tenure_ensure_activity_partitions(first timestamptz, last timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE month timestamptz := date_trunc('month', first, 'UTC');
DECLARE name text;
BEGIN
  WHILE month <= last LOOP
    name := 'activity_event_' || to_char(month AT TIME ZONE 'UTC', 'YYYYMM');
    IF to_regclass(quote_ident(name)) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF activity_event FOR VALUES FROM (%L) TO (%L)', name, month, month + interval '1 month');
    END IF;
    month := month + interval '1 month';
  END LOOP;
END $$;

-- The register as it was at an instant.
CREATE FUNCTION identity_as_of(instant timestamptz) RETURNS SETOF "identity" LANGUAGE sql STABLE AS $$
  SELECT * FROM "identity" WHERE valid_from <= instant
  UNION ALL
  SELECT (jsonb_populate_record(NULL::"identity", h.row || '{"search_text": ""}')).* FROM "identity_history" h WHERE h.valid_from <= instant AND h.valid_to > instant
$$;
