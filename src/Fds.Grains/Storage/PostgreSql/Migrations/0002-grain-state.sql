-- What grains remember. A grain's whole identity is the key, so the hashes and numeric keys that Orleans also offers are not used.
-- A write goes through only where the stored version is still the expected one; otherwise the expected one is answered, which
-- Orleans takes for a conflict.

CREATE TABLE fds_grain_state
(
    service_id text        NOT NULL,
    state_name text        NOT NULL,
    grain_id   text        NOT NULL,
    version    integer     NOT NULL,
    payload    bytea       NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (service_id, state_name, grain_id)
);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('ReadFromStorageKey', $$
    SELECT payload AS "PayloadBinary", version AS "Version"
    FROM fds_grain_state
    WHERE service_id = @ServiceId AND state_name = @GrainTypeString AND grain_id = @GrainIdExtensionString
$$),
('WriteToStorageKey', $$
    WITH created AS (
        INSERT INTO fds_grain_state (service_id, state_name, grain_id, version, payload)
        SELECT @ServiceId, @GrainTypeString, @GrainIdExtensionString, 1, @PayloadBinary
        WHERE @GrainStateVersion IS NULL
        ON CONFLICT DO NOTHING
        RETURNING version),
    replaced AS (
        UPDATE fds_grain_state SET payload = @PayloadBinary, version = version + 1, changed_at = now()
        WHERE service_id = @ServiceId AND state_name = @GrainTypeString AND grain_id = @GrainIdExtensionString
          AND version = @GrainStateVersion
        RETURNING version)
    SELECT COALESCE((SELECT version FROM created), (SELECT version FROM replaced), @GrainStateVersion) AS "NewGrainStateVersion"
$$),
('ClearStorageKey', $$
    WITH cleared AS (
        DELETE FROM fds_grain_state
        WHERE service_id = @ServiceId AND state_name = @GrainTypeString AND grain_id = @GrainIdExtensionString
          AND version = @GrainStateVersion
        RETURNING version)
    SELECT COALESCE((SELECT version + 1 FROM cleared), @GrainStateVersion) AS "NewGrainStateVersion"
$$),
('DeleteStorageKey', $$
    WITH cleared AS (
        DELETE FROM fds_grain_state
        WHERE service_id = @ServiceId AND state_name = @GrainTypeString AND grain_id = @GrainIdExtensionString
          AND version = @GrainStateVersion
        RETURNING version)
    SELECT COALESCE((SELECT version + 1 FROM cleared), @GrainStateVersion) AS "NewGrainStateVersion"
$$);
