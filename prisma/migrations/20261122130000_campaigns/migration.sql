-- AlterTable
ALTER TABLE "app_user" ADD COLUMN     "time_zone" TEXT NOT NULL DEFAULT 'UTC';

-- CreateTable
CREATE TABLE "campaign_template" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "design" JSONB NOT NULL,
    "recurrence" JSONB,
    "next_draft_at" TIMESTAMPTZ(3),
    "launches" BOOLEAN NOT NULL DEFAULT false,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "archived_at" TIMESTAMPTZ(3),
    "valid_from" TIMESTAMPTZ(6) NOT NULL DEFAULT transaction_timestamp(),

    CONSTRAINT "campaign_template_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaign_template_history" (
    "seq" BIGSERIAL NOT NULL,
    "row_id" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6) NOT NULL,
    "row" JSONB NOT NULL,

    CONSTRAINT "campaign_template_history_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "campaign" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'review',
    "template_id" TEXT,
    "previous_id" TEXT,
    "design" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "launched_by" TEXT,
    "launched_at" TIMESTAMPTZ(3),
    "override_reason" TEXT,
    "population" INTEGER,
    "frozen_through" TEXT,
    "items" INTEGER NOT NULL DEFAULT 0,
    "gone" INTEGER,
    "started_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),
    "closed_by" TEXT,
    "close_reason" TEXT,
    "closing_at" TIMESTAMPTZ(3),
    "closed_through" TEXT,
    "held_reason" TEXT,
    "resumed_by" TEXT,
    "resume_reason" TEXT,
    "closed_at" TIMESTAMPTZ(3),
    "rollback_until" TIMESTAMPTZ(3),
    "rolled_back_by" TEXT,
    "rolled_back_at" TIMESTAMPTZ(3),
    "rollback_reason" TEXT,
    "event" JSONB,
    "event_key" TEXT,
    "sample" BOOLEAN NOT NULL DEFAULT false,
    "valid_from" TIMESTAMPTZ(6) NOT NULL DEFAULT transaction_timestamp(),

    CONSTRAINT "campaign_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaign_history" (
    "seq" BIGSERIAL NOT NULL,
    "row_id" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6) NOT NULL,
    "row" JSONB NOT NULL,

    CONSTRAINT "campaign_history_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "campaign_item" (
    "id" TEXT NOT NULL,
    "campaign_id" TEXT NOT NULL,
    "identity_id" TEXT,
    "canary_expects" TEXT,
    "name" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "system_id" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "digest" TEXT NOT NULL,
    "change" TEXT NOT NULL,
    "changed_fields" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "recommendation" TEXT NOT NULL,
    "reasons" JSONB NOT NULL,
    "barred_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "frozen_at" TIMESTAMPTZ(3) NOT NULL,
    "stage" INTEGER NOT NULL DEFAULT 1,
    "state" TEXT NOT NULL DEFAULT 'open',
    "outcome" TEXT,
    "outcome_by" TEXT,
    "outcome_at" TIMESTAMPTZ(3),
    "removals" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "defer_until" TIMESTAMPTZ(3),
    "execution" TEXT NOT NULL DEFAULT 'none',
    "offboarding_id" TEXT,
    "narrowing_id" TEXT,
    "execution_note" TEXT,

    CONSTRAINT "campaign_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaign_assignment" (
    "campaign_id" TEXT NOT NULL,
    "item_id" TEXT NOT NULL,
    "stage" INTEGER NOT NULL,
    "reviewer_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'review',
    "because" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "moved_to" TEXT,
    "moved_by" TEXT,
    "moved_reason" TEXT,
    "assigned_at" TIMESTAMPTZ(3) NOT NULL,
    "decision" TEXT,
    "comment" TEXT,
    "removals" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "defer_until" TIMESTAMPTZ(3),
    "drafted_by" TEXT,
    "drafted_at" TIMESTAMPTZ(3),
    "batch_size" INTEGER NOT NULL DEFAULT 1,
    "opened_at" TIMESTAMPTZ(3),
    "dwell_ms" INTEGER NOT NULL DEFAULT 0,
    "submission_id" TEXT,

    CONSTRAINT "campaign_assignment_pkey" PRIMARY KEY ("item_id","stage","kind","reviewer_id")
);

-- CreateTable
CREATE TABLE "campaign_submission" (
    "id" TEXT NOT NULL,
    "campaign_id" TEXT NOT NULL,
    "submitted_by" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "settles_at" TIMESTAMPTZ(3) NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "campaign_submission_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attestation" (
    "id" TEXT NOT NULL,
    "submission_id" TEXT NOT NULL,
    "campaign_id" TEXT NOT NULL,
    "item_id" TEXT NOT NULL,
    "stage" INTEGER NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'review',
    "reviewer_id" TEXT NOT NULL,
    "answered_by" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "comment" TEXT,
    "removals" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "defer_until" TIMESTAMPTZ(3),
    "item_digest" TEXT NOT NULL,
    "dwell_ms" INTEGER NOT NULL,
    "batch_size" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "attestation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaign_notice" (
    "campaign_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "offset_days" INTEGER NOT NULL DEFAULT 0,
    "about_id" TEXT NOT NULL DEFAULT '',
    "open_items" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "campaign_notice_pkey" PRIMARY KEY ("campaign_id","person_id","kind","offset_days","about_id")
);

-- CreateTable
CREATE TABLE "campaign_grade" (
    "campaign_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "score" INTEGER NOT NULL,
    "grade" TEXT NOT NULL,
    "arithmetic" JSONB NOT NULL,
    "facts" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "campaign_grade_pkey" PRIMARY KEY ("campaign_id","person_id")
);

-- CreateTable
CREATE TABLE "delegation" (
    "id" TEXT NOT NULL,
    "from_id" TEXT NOT NULL,
    "to_id" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "valid_from" TIMESTAMPTZ(6) NOT NULL DEFAULT transaction_timestamp(),

    CONSTRAINT "delegation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delegation_history" (
    "seq" BIGSERIAL NOT NULL,
    "row_id" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6) NOT NULL,
    "row" JSONB NOT NULL,

    CONSTRAINT "delegation_history_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "narrowing" (
    "id" TEXT NOT NULL,
    "identity_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "by_driver" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL,
    "removals" JSONB NOT NULL,
    "statements" JSONB,
    "inverse" JSONB,
    "before" JSONB,
    "after" JSONB,
    "rollback_until" TIMESTAMPTZ(3),
    "problem" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "valid_from" TIMESTAMPTZ(6) NOT NULL DEFAULT transaction_timestamp(),

    CONSTRAINT "narrowing_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "narrowing_history" (
    "seq" BIGSERIAL NOT NULL,
    "row_id" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6) NOT NULL,
    "row" JSONB NOT NULL,

    CONSTRAINT "narrowing_history_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "narrowing_fact" (
    "seq" BIGSERIAL NOT NULL,
    "narrowing_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "ok" BOOLEAN NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "narrowing_fact_pkey" PRIMARY KEY ("seq")
);

-- CreateIndex
CREATE UNIQUE INDEX "campaign_template_name_key" ON "campaign_template"("name");

-- CreateIndex
CREATE INDEX "campaign_template_next_draft_at_idx" ON "campaign_template"("next_draft_at");

-- CreateIndex
CREATE INDEX "campaign_template_history_row_id_valid_from_idx" ON "campaign_template_history"("row_id", "valid_from");

-- CreateIndex
CREATE INDEX "campaign_template_history_valid_to_idx" ON "campaign_template_history"("valid_to");

-- CreateIndex
CREATE UNIQUE INDEX "campaign_event_key_key" ON "campaign"("event_key");

-- CreateIndex
CREATE INDEX "campaign_kind_state_created_at_id_idx" ON "campaign"("kind", "state", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "campaign_template_id_closed_at_idx" ON "campaign"("template_id", "closed_at");

-- CreateIndex
CREATE INDEX "campaign_history_row_id_valid_from_idx" ON "campaign_history"("row_id", "valid_from");

-- CreateIndex
CREATE INDEX "campaign_history_valid_to_idx" ON "campaign_history"("valid_to");

-- CreateIndex
CREATE INDEX "campaign_item_campaign_id_id_idx" ON "campaign_item"("campaign_id", "id");

-- CreateIndex
CREATE INDEX "campaign_item_campaign_id_state_stage_id_idx" ON "campaign_item"("campaign_id", "state", "stage", "id");

-- CreateIndex
CREATE INDEX "campaign_item_campaign_id_outcome_id_idx" ON "campaign_item"("campaign_id", "outcome", "id");

-- CreateIndex
CREATE INDEX "campaign_item_identity_id_outcome_at_idx" ON "campaign_item"("identity_id", "outcome_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "campaign_item_campaign_id_identity_id_key" ON "campaign_item"("campaign_id", "identity_id");

-- CreateIndex
CREATE INDEX "campaign_assignment_reviewer_id_state_campaign_id_item_id_idx" ON "campaign_assignment"("reviewer_id", "state", "campaign_id", "item_id");

-- CreateIndex
CREATE INDEX "campaign_assignment_campaign_id_state_reviewer_id_idx" ON "campaign_assignment"("campaign_id", "state", "reviewer_id");

-- CreateIndex
CREATE INDEX "campaign_assignment_submission_id_idx" ON "campaign_assignment"("submission_id");

-- CreateIndex
CREATE INDEX "campaign_submission_campaign_id_at_idx" ON "campaign_submission"("campaign_id", "at");

-- CreateIndex
CREATE INDEX "campaign_submission_settles_at_idx" ON "campaign_submission"("settles_at");

-- CreateIndex
CREATE INDEX "attestation_item_id_idx" ON "attestation"("item_id");

-- CreateIndex
CREATE INDEX "attestation_submission_id_idx" ON "attestation"("submission_id");

-- CreateIndex
CREATE INDEX "attestation_campaign_id_answered_by_idx" ON "attestation"("campaign_id", "answered_by");

-- CreateIndex
CREATE INDEX "campaign_notice_person_id_at_idx" ON "campaign_notice"("person_id", "at" DESC);

-- CreateIndex
CREATE INDEX "delegation_from_id_ends_at_idx" ON "delegation"("from_id", "ends_at");

-- CreateIndex
CREATE INDEX "delegation_to_id_ends_at_idx" ON "delegation"("to_id", "ends_at");

-- CreateIndex
CREATE INDEX "delegation_history_row_id_valid_from_idx" ON "delegation_history"("row_id", "valid_from");

-- CreateIndex
CREATE INDEX "delegation_history_valid_to_idx" ON "delegation_history"("valid_to");

-- CreateIndex
CREATE INDEX "narrowing_identity_id_idx" ON "narrowing"("identity_id");

-- CreateIndex
CREATE INDEX "narrowing_state_next_attempt_at_idx" ON "narrowing"("state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "narrowing_history_row_id_valid_from_idx" ON "narrowing_history"("row_id", "valid_from");

-- CreateIndex
CREATE INDEX "narrowing_history_valid_to_idx" ON "narrowing_history"("valid_to");

-- CreateIndex
CREATE INDEX "narrowing_fact_narrowing_id_seq_idx" ON "narrowing_fact"("narrowing_id", "seq");

-- AddForeignKey
ALTER TABLE "campaign" ADD CONSTRAINT "campaign_template_id_fkey" FOREIGN KEY ("template_id") REFERENCES "campaign_template"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign" ADD CONSTRAINT "campaign_previous_id_fkey" FOREIGN KEY ("previous_id") REFERENCES "campaign"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_item" ADD CONSTRAINT "campaign_item_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_item" ADD CONSTRAINT "campaign_item_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_item" ADD CONSTRAINT "campaign_item_system_id_fkey" FOREIGN KEY ("system_id") REFERENCES "system"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_item" ADD CONSTRAINT "campaign_item_offboarding_id_fkey" FOREIGN KEY ("offboarding_id") REFERENCES "offboarding"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_item" ADD CONSTRAINT "campaign_item_narrowing_id_fkey" FOREIGN KEY ("narrowing_id") REFERENCES "narrowing"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_assignment" ADD CONSTRAINT "campaign_assignment_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "campaign_item"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_assignment" ADD CONSTRAINT "campaign_assignment_reviewer_id_fkey" FOREIGN KEY ("reviewer_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_assignment" ADD CONSTRAINT "campaign_assignment_submission_id_fkey" FOREIGN KEY ("submission_id") REFERENCES "campaign_submission"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_submission" ADD CONSTRAINT "campaign_submission_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attestation" ADD CONSTRAINT "attestation_submission_id_fkey" FOREIGN KEY ("submission_id") REFERENCES "campaign_submission"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attestation" ADD CONSTRAINT "attestation_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "campaign_item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_notice" ADD CONSTRAINT "campaign_notice_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_notice" ADD CONSTRAINT "campaign_notice_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_grade" ADD CONSTRAINT "campaign_grade_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_grade" ADD CONSTRAINT "campaign_grade_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delegation" ADD CONSTRAINT "delegation_from_id_fkey" FOREIGN KEY ("from_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delegation" ADD CONSTRAINT "delegation_to_id_fkey" FOREIGN KEY ("to_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "narrowing" ADD CONSTRAINT "narrowing_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "narrowing_fact" ADD CONSTRAINT "narrowing_fact_narrowing_id_fkey" FOREIGN KEY ("narrowing_id") REFERENCES "narrowing"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



-- History of what is governed, and logs that only grow.
DO $$
DECLARE governed text;
BEGIN
  FOREACH governed IN ARRAY ARRAY['campaign_template', 'campaign', 'narrowing', 'delegation'] LOOP
    EXECUTE format('CREATE TRIGGER stamp_validity BEFORE INSERT OR UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION tenure_stamp_validity()', governed);
    EXECUTE format('CREATE TRIGGER keep_updated AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tenure_keep_history()', governed);
    EXECUTE format('CREATE TRIGGER keep_deleted AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tenure_keep_history()', governed);
    EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION tenure_refuse_change()', governed || '_history');
  END LOOP;
  FOREACH governed IN ARRAY ARRAY['narrowing_fact', 'campaign_notice', 'campaign_grade'] LOOP
    EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION tenure_refuse_change()', governed);
  END LOOP;
END $$;

-- Words that a column may hold.
ALTER TABLE "offboarding" DROP CONSTRAINT offboarding_cause,
  ADD CONSTRAINT offboarding_cause CHECK (cause IN ('requested', 'expired', 'succession', 'quarantined', 'attestation'));
ALTER TABLE "delegation" ADD CONSTRAINT delegation_parties CHECK (from_id <> to_id),
  -- Nobody answers for somebody else without an end.
  ADD CONSTRAINT delegation_span CHECK (starts_at < ends_at AND ends_at <= starts_at + interval '180 days');
ALTER TABLE "narrowing" ADD CONSTRAINT narrowing_state CHECK (state IN ('planning', 'applying', 'awaiting_source', 'confirmed', 'undoing', 'undone')),
  -- Nothing is taken away before what gives it back is on record.
  ADD CONSTRAINT narrowing_planned CHECK (state = 'planning' OR NOT by_driver OR (statements IS NOT NULL AND inverse IS NOT NULL));
-- An identity is narrowed once at a time.
CREATE UNIQUE INDEX narrowing_open_idx ON "narrowing" (identity_id) WHERE state IN ('planning', 'applying', 'awaiting_source', 'undoing');
ALTER TABLE "campaign" ADD CONSTRAINT campaign_kind CHECK (kind IN ('review', 'micro')),
  ADD CONSTRAINT campaign_state CHECK (state IN ('draft', 'launching', 'active', 'closing', 'held', 'closed', 'rolled_back', 'cancelled')),
  ADD CONSTRAINT campaign_launched CHECK (state = 'draft' OR (launched_by IS NOT NULL AND launched_at IS NOT NULL)),
  ADD CONSTRAINT campaign_dated CHECK (state IN ('draft', 'launching', 'cancelled') OR (started_at IS NOT NULL AND due_at IS NOT NULL)),
  ADD CONSTRAINT campaign_held CHECK (state <> 'held' OR held_reason IS NOT NULL),
  ADD CONSTRAINT campaign_closed CHECK (state NOT IN ('closed', 'rolled_back') OR (closed_at IS NOT NULL AND rollback_until IS NOT NULL)),
  ADD CONSTRAINT campaign_micro CHECK ((kind = 'micro') = (event IS NOT NULL AND event_key IS NOT NULL));
ALTER TABLE "campaign_item" ADD CONSTRAINT campaign_item_subject CHECK ((identity_id IS NULL) = (canary_expects IS NOT NULL)),
  ADD CONSTRAINT campaign_item_words CHECK (change IN ('new', 'unchanged', 'changed') AND recommendation IN ('certify', 'reduce', 'revoke')
    AND (canary_expects IS NULL OR canary_expects IN ('certify', 'reduce', 'revoke'))),
  ADD CONSTRAINT campaign_item_settled CHECK (state IN ('open', 'settled') AND (state = 'settled') = (outcome IS NOT NULL AND outcome_by IS NOT NULL AND outcome_at IS NOT NULL)),
  ADD CONSTRAINT campaign_item_outcome CHECK (outcome IN ('certify', 'reduce', 'revoke', 'defer', 'ask_again', 'gone') AND outcome_by IN ('answers', 'no_response', 'deadline', 'source')),
  ADD CONSTRAINT campaign_item_deferred CHECK ((outcome IS NOT DISTINCT FROM 'defer') = (defer_until IS NOT NULL)),
  ADD CONSTRAINT campaign_item_execution CHECK (execution IN ('none', 'ordered', 'refused', 'rolled_back')),
  -- A planted item is never carried out.
  ADD CONSTRAINT campaign_item_canary CHECK (canary_expects IS NULL OR (execution = 'none' AND offboarding_id IS NULL AND narrowing_id IS NULL)),
  ADD CONSTRAINT campaign_item_lists CHECK (barred_ids IS NOT NULL AND removals IS NOT NULL AND changed_fields IS NOT NULL);
ALTER TABLE "campaign_assignment" ADD CONSTRAINT campaign_assignment_words CHECK (kind IN ('review', 'recheck') AND state IN ('open', 'submitted', 'moved', 'lapsed')
    AND because IN ('owner', 'sponsor', 'backups', 'team', 'team_lead', 'system_owner', 'person', 'fallback', 'reassigned', 'escalated', 'recheck')),
  ADD CONSTRAINT campaign_assignment_draft CHECK (decision IN ('certify', 'reduce', 'revoke', 'defer') AND (decision IS NULL) = (drafted_at IS NULL OR drafted_by IS NULL)),
  ADD CONSTRAINT campaign_assignment_deferred CHECK ((decision IS NOT DISTINCT FROM 'defer') = (defer_until IS NOT NULL)),
  ADD CONSTRAINT campaign_assignment_submitted CHECK ((state = 'submitted') = (submission_id IS NOT NULL)),
  ADD CONSTRAINT campaign_assignment_moved CHECK ((state = 'moved') = (moved_to IS NOT NULL)),
  ADD CONSTRAINT campaign_assignment_counts CHECK (dwell_ms >= 0 AND batch_size >= 1 AND removals IS NOT NULL);
ALTER TABLE "campaign_submission" ADD CONSTRAINT campaign_submission_end CHECK (undone_at IS NULL OR settled_at IS NULL);
ALTER TABLE "attestation" ADD CONSTRAINT attestation_words CHECK (kind IN ('review', 'recheck') AND decision IN ('certify', 'reduce', 'revoke', 'defer')),
  ADD CONSTRAINT attestation_deferred CHECK ((decision = 'defer') = (defer_until IS NOT NULL)),
  ADD CONSTRAINT attestation_removals CHECK (removals IS NOT NULL AND (decision = 'reduce' OR cardinality(removals) = 0));
ALTER TABLE "campaign_notice" ADD CONSTRAINT campaign_notice_kind CHECK (kind IN ('assigned', 'reminder', 'escalation'));

-- Nobody answers for an item twice: not in a later stage, not for somebody else, not as their own second look.
CREATE UNIQUE INDEX attestation_once_idx ON "attestation" (item_id, answered_by) WHERE undone_at IS NULL;
-- Items whose outcome is still to be carried out, and answers that are still to count.
CREATE INDEX campaign_item_pending_idx ON "campaign_item" (campaign_id, id) WHERE outcome IN ('reduce', 'revoke') AND execution = 'none';
CREATE INDEX campaign_submission_pending_idx ON "campaign_submission" (settles_at) WHERE settled_at IS NULL AND undone_at IS NULL;

-- What was frozen at launch stays as it was, an outcome is set once, and no item is lost.
CREATE TRIGGER refuse_change BEFORE UPDATE OF id, campaign_id, identity_id, canary_expects, name, class, system_id, facts, digest, change, changed_fields, recommendation, reasons, frozen_at
  ON "campaign_item" FOR EACH STATEMENT EXECUTE FUNCTION tenure_refuse_change();
CREATE TRIGGER refuse_loss BEFORE DELETE OR TRUNCATE ON "campaign_item" FOR EACH STATEMENT EXECUTE FUNCTION tenure_refuse_change();
CREATE FUNCTION tenure_refuse_second_outcome() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the outcome of a campaign item is decided once';
END $$;
CREATE TRIGGER guard_outcome BEFORE UPDATE OF outcome, outcome_by, outcome_at, removals, defer_until ON "campaign_item" FOR EACH ROW
  WHEN (OLD.outcome IS NOT NULL AND (OLD.outcome, OLD.outcome_by, OLD.outcome_at, OLD.removals, OLD.defer_until) IS DISTINCT FROM (NEW.outcome, NEW.outcome_by, NEW.outcome_at, NEW.removals, NEW.defer_until))
  EXECUTE FUNCTION tenure_refuse_second_outcome();

-- An answer counts for the stage that the item is in, while its campaign runs, and never from somebody whom the item concerns.
CREATE FUNCTION tenure_guard_new_attestations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM new_rows a JOIN campaign_item i ON i.id = a.item_id JOIN campaign c ON c.id = i.campaign_id
     WHERE a.answered_by = ANY (i.barred_ids) OR a.reviewer_id = ANY (i.barred_ids)) THEN
    RAISE EXCEPTION 'nobody attests what concerns themselves';
  END IF;
  IF EXISTS (
    SELECT FROM new_rows a JOIN campaign_item i ON i.id = a.item_id JOIN campaign c ON c.id = i.campaign_id
     WHERE c.state <> 'active' OR a.campaign_id <> i.campaign_id OR a.item_digest <> i.digest OR (a.kind = 'review' AND (i.state <> 'open' OR i.stage <> a.stage))) THEN
    RAISE EXCEPTION 'an attestation is given while its campaign runs, for the stage that the item is in, on what was shown';
  END IF;
  IF EXISTS (
    SELECT FROM new_rows a LEFT JOIN campaign_assignment g ON g.item_id = a.item_id AND g.stage = a.stage AND g.kind = a.kind AND g.reviewer_id = a.reviewer_id
     WHERE g.item_id IS NULL OR (a.answered_by <> a.reviewer_id AND NOT EXISTS (
       WITH RECURSIVE deputy (id) AS (
         SELECT a.reviewer_id
         UNION SELECT d.to_id FROM deputy JOIN delegation d ON d.from_id = deputy.id AND d.revoked_at IS NULL AND d.starts_at <= a.at AND a.at < d.ends_at
       ) SELECT FROM deputy WHERE deputy.id = a.answered_by))) THEN
    RAISE EXCEPTION 'an attestation is given by who was asked, or by their delegate';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER guard_new AFTER INSERT ON "attestation" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tenure_guard_new_attestations();
CREATE FUNCTION tenure_guard_attestation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.undone_at IS NOT NULL OR (to_jsonb(NEW) - 'undone_at') IS DISTINCT FROM (to_jsonb(OLD) - 'undone_at') THEN
    RAISE EXCEPTION 'an attestation stays as it was given: it can only be taken back before it settles';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON "attestation" FOR EACH ROW EXECUTE FUNCTION tenure_guard_attestation();
CREATE TRIGGER refuse_loss BEFORE DELETE OR TRUNCATE ON "attestation" FOR EACH STATEMENT EXECUTE FUNCTION tenure_refuse_change();

-- What was launched is not designed anew, and only a draft can be deleted: the evidence of a campaign outlives the wish to be rid of it.
CREATE FUNCTION tenure_guard_campaign() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state <> 'draft' THEN
      RAISE EXCEPTION 'only a draft of a campaign can be deleted';
    END IF;
    RETURN OLD;
  END IF;
  IF OLD.state <> 'draft' AND (NEW.design, NEW.kind, NEW.launched_by, NEW.launched_at, NEW.previous_id, NEW.event_key) IS DISTINCT FROM
     (OLD.design, OLD.kind, OLD.launched_by, OLD.launched_at, OLD.previous_id, OLD.event_key) THEN
    RAISE EXCEPTION 'a campaign stays as it was launched';
  END IF;
  IF NEW.state <> OLD.state AND NOT (OLD.state, NEW.state) IN (
    ('draft', 'launching'), ('launching', 'active'), ('launching', 'cancelled'), ('active', 'closing'), ('active', 'cancelled'),
    ('closing', 'held'), ('closing', 'closed'), ('held', 'closing'), ('held', 'active'), ('closed', 'rolled_back')) THEN
    RAISE EXCEPTION 'a campaign does not go from % to %', OLD.state, NEW.state;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON "campaign" FOR EACH ROW EXECUTE FUNCTION tenure_guard_campaign();

-- What a narrowing takes away was decided; it does not change on its way.
CREATE FUNCTION tenure_guard_narrowing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.identity_id, NEW.removals) IS DISTINCT FROM (OLD.identity_id, OLD.removals) OR (OLD.inverse IS NOT NULL AND NEW.inverse IS DISTINCT FROM OLD.inverse) THEN
    RAISE EXCEPTION 'what a narrowing takes away, and what gives it back, stays as it was decided';
  END IF;
  IF OLD.state = 'undone' AND NEW.state <> 'undone' THEN
    RAISE EXCEPTION 'a narrowing that was undone stays undone';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON "narrowing" FOR EACH ROW EXECUTE FUNCTION tenure_guard_narrowing();
