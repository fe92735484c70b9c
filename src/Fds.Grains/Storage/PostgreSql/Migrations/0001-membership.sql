-- Who is in a cluster. Orleans' ADO.NET providers look their queries up in OrleansQuery, under names that they prescribe, and
-- prescribe each one's parameters and result columns; the tables behind them are ours. Every change of the membership counts
-- one version up in the same statement, and only where the version is still the expected one.

CREATE TABLE OrleansQuery
(
    QueryKey  text PRIMARY KEY,
    QueryText text NOT NULL
);

CREATE TABLE fds_membership_version
(
    cluster_id text PRIMARY KEY,
    version    integer     NOT NULL DEFAULT 0,
    changed_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE fds_membership
(
    cluster_id      text        NOT NULL REFERENCES fds_membership_version ON DELETE CASCADE,
    address         text        NOT NULL,
    port            integer     NOT NULL,
    generation      integer     NOT NULL,
    silo_name       text        NOT NULL,
    host_name       text        NOT NULL,
    status          integer     NOT NULL,
    gateway_port    integer     NOT NULL,
    suspect_times   text,
    start_time      timestamptz NOT NULL,
    i_am_alive_time timestamptz NOT NULL,
    PRIMARY KEY (cluster_id, address, port, generation)
);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('InsertMembershipVersionKey', $$
    WITH created AS (
        INSERT INTO fds_membership_version (cluster_id) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
    SELECT EXISTS (SELECT 1 FROM created)
$$),
('InsertMembershipKey', $$
    WITH counted AS (
        UPDATE fds_membership_version AS v SET version = v.version + 1, changed_at = now()
        WHERE v.cluster_id = @DeploymentId AND v.version = @Version
          AND NOT EXISTS (SELECT 1 FROM fds_membership AS m
                          WHERE m.cluster_id = v.cluster_id AND m.address = @Address AND m.port = @Port AND m.generation = @Generation)
        RETURNING v.cluster_id),
    joined AS (
        INSERT INTO fds_membership
            (cluster_id, address, port, generation, silo_name, host_name, status, gateway_port, start_time, i_am_alive_time)
        SELECT cluster_id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
        FROM counted
        RETURNING 1)
    SELECT EXISTS (SELECT 1 FROM joined)
$$),
('UpdateMembershipKey', $$
    WITH counted AS (
        UPDATE fds_membership_version AS v SET version = v.version + 1, changed_at = now()
        WHERE v.cluster_id = @DeploymentId AND v.version = @Version
          AND EXISTS (SELECT 1 FROM fds_membership AS m
                      WHERE m.cluster_id = v.cluster_id AND m.address = @Address AND m.port = @Port AND m.generation = @Generation)
        RETURNING v.cluster_id),
    changed AS (
        UPDATE fds_membership AS m
        SET status = @Status, suspect_times = @SuspectTimes, i_am_alive_time = @IAmAliveTime
        FROM counted AS c
        WHERE m.cluster_id = c.cluster_id AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
        RETURNING 1)
    SELECT EXISTS (SELECT 1 FROM changed)
$$),
('UpdateIAmAlivetimeKey', $$
    UPDATE fds_membership SET i_am_alive_time = @IAmAliveTime
    WHERE cluster_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$$),
('MembershipReadRowKey', $$
    SELECT v.version AS "Version", m.address AS "Address", m.port AS "Port", m.generation AS "Generation", m.silo_name AS "SiloName",
           m.host_name AS "HostName", m.status AS "Status", m.gateway_port AS "ProxyPort", m.suspect_times AS "SuspectTimes",
           m.start_time AS "StartTime", m.i_am_alive_time AS "IAmAliveTime"
    FROM fds_membership_version AS v
    LEFT JOIN fds_membership AS m
        ON m.cluster_id = v.cluster_id AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
    WHERE v.cluster_id = @DeploymentId
$$),
('MembershipReadAllKey', $$
    SELECT v.version AS "Version", m.address AS "Address", m.port AS "Port", m.generation AS "Generation", m.silo_name AS "SiloName",
           m.host_name AS "HostName", m.status AS "Status", m.gateway_port AS "ProxyPort", m.suspect_times AS "SuspectTimes",
           m.start_time AS "StartTime", m.i_am_alive_time AS "IAmAliveTime"
    FROM fds_membership_version AS v
    LEFT JOIN fds_membership AS m ON m.cluster_id = v.cluster_id
    WHERE v.cluster_id = @DeploymentId
$$),
('GatewaysQueryKey', $$
    SELECT address AS "Address", gateway_port AS "ProxyPort", generation AS "Generation"
    FROM fds_membership
    WHERE cluster_id = @DeploymentId AND status = @Status AND gateway_port > 0
$$),
('DeleteMembershipTableEntriesKey', $$
    DELETE FROM fds_membership_version WHERE cluster_id = @DeploymentId
$$),
('CleanupDefunctSiloEntriesKey', $$
    DELETE FROM fds_membership WHERE cluster_id = @DeploymentId AND i_am_alive_time < @IAmAliveTime AND status = 6
$$),
('CleanupDefunctSiloEntryKey', $$
    DELETE FROM fds_membership
    WHERE cluster_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation AND status = 6
      AND suspect_times IS NOT DISTINCT FROM @SuspectTimes AND start_time = @StartTime AND i_am_alive_time = @IAmAliveTime
$$);
