package io.closedloop.lead.openapi;

import java.util.List;
import java.util.Map;

/** What parameters and fields are filled with: at the edge of what can be asked for, and beyond. */
final class OddValues {
    static final List<String> ODD_TEXTS = List.of(
            "",
            " ",
            "\u0000",
            "\ud800",
            "\u202e",
            "😀".repeat(50),
            "null",
            "'; drop table event; --",
            "${jndi:ldap://x}",
            "<script>alert(1)</script>",
            "../../../etc/passwd",
            "%00%ff",
            "=1+1",
            "\r\nX-Injected: yes",
            "-1",
            "1e999999999",
            "9".repeat(400),
            "a".repeat(5_000),
            "é".repeat(40_000),
            "0000-00-00T00:00:00Z",
            "+10000-01-01T00:00:00Z",
            "2026-02-30T00:00:00Z",
            "9999-12-31T23:59:59.999999999-18:00");

    /** None of them is one that an attribute takes. */
    static final List<String> HUGE_NUMBERS = List.of(
            "1e101",
            "1e-101",
            "1e999",
            "-1E+999",
            "1e1000",
            "0e2147483647",
            "1e2147483647",
            "1e2147483648",
            "-1e-2147483648",
            "1e99999999999999999999",
            "0." + "1".repeat(150));

    /** None of them is a domain. */
    static final List<String> LONG_DOMAINS = List.of(
            "é".repeat(1_001),
            "é".repeat(1_001) + ".example",
            ("é".repeat(60) + ".").repeat(30) + "example",
            "a".repeat(64) + ".example",
            "xn--" + "9".repeat(59) + "é.example",
            "..",
            "\u0300".repeat(300) + ".example",
            "\ud83d\ude00".repeat(300) + ".example");

    static final List<String> ACCEPTED = List.of(
            "application/json",
            "text/csv",
            "application/vnd.apache.parquet",
            "text/event-stream",
            "application/cloudevents-batch+json",
            "*/*",
            "text/csv;q=0.1, application/json;q=0.9",
            "text/*",
            "application/*;q=0");

    static final Map<String, List<String>> VALUES = Map.ofEntries(
            Map.entry(
                    "from",
                    List.of("0001-01-01", "2024-02-29", "2026-01-01", "2026-01-01T12:00:00.5+14:00", "9999-12-31")),
            Map.entry(
                    "to",
                    List.of("0001-01-01", "2024-02-29", "2027-01-01", "9999-12-31T23:59:59.999999Z", "9999-12-31")),
            Map.entry(
                    "zone",
                    List.of("UTC", "Pacific/Kiritimati", "America/Adak", "Asia/Kathmandu", "+18:00", "-18:00", "Mars")),
            Map.entry("basis", List.of("cohort", "flow")),
            Map.entry("within", List.of("P90D", "PT1S", "P365000D", "P52142W", "P999999W")),
            Map.entry("strict", List.of("true", "false")),
            Map.entry(
                    "groupBy",
                    List.of(
                            "channel",
                            "channel,month",
                            "attr.segment",
                            "day",
                            "quarter",
                            "week,owner",
                            "pass,playbookVersion",
                            "attr.x,attr.y,attr.z",
                            "")),
            Map.entry("channel", List.of("WEB", "EMAIL", "", "x")),
            Map.entry("sourcedBy", List.of("OTHER", "")),
            Map.entry("owner", List.of("", "ann", "😀".repeat(100))),
            Map.entry("pass", List.of("1", "2147483647", "2147483648", "99999999999999999999")),
            Map.entry("playbookVersion", List.of("1", "2147483647")),
            Map.entry("day", List.of("2026-01-31", "9999-12-31", "0001-01-01")),
            Map.entry("week", List.of("2026-W01", "9999-W52", "0001-W01")),
            Map.entry("month", List.of("2026-01", "9999-12", "0001-01")),
            Map.entry("quarter", List.of("2026-Q1", "9999-Q4", "0001-Q1")),
            Map.entry("asOf", List.of("0001-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "9999-12-31T23:59:59Z")),
            Map.entry(
                    "compareTo",
                    List.of("previous", "2026-01-01T00:00:00Z", "2025-01-01/2026-01-01", "0001-01-01/9999-12-31")),
            Map.entry("definition", List.of("1", "2", "2147483647")),
            Map.entry("registeredFrom", List.of("0001-01-01", "2026-01-01T00:00:00Z")),
            Map.entry("registeredTo", List.of("9999-12-31", "2026-01-01T00:00:00Z")),
            Map.entry("stage", List.of("INQUIRY", "MQL", "CLOSED", "")),
            Map.entry("acceptance", List.of("AWAITING", "")),
            Map.entry("outcome", List.of("WON", "")),
            Map.entry("reached", List.of("MQL", "WON")),
            Map.entry("column", List.of("count", "inquiries", "leadToWin_open", "x")),
            Map.entry("limit", List.of("1", "2", "1000", "1001")),
            Map.entry("after", List.of("0", "1", "9223372036854775807")),
            Map.entry("version", List.of("1", "2147483648", "9223372036854775807")),
            Map.entry("minPosition", List.of("0", "1", "9223372036854775807")),
            Map.entry("active", List.of("true", "false")),
            Map.entry("reason", List.of("POOR_FIT", "SPAM")),
            Map.entry("attr.*", List.of("WEB", "", "1e5", "true")),
            Map.entry("key.*", List.of("WEB", "", "2026-01", "true")));

    private OddValues() {}
}
