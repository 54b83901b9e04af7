package io.closedloop.lead.queries;

import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.http.StreamedBody;
import io.closedloop.lead.readmodels.ReadModels;
import io.closedloop.lead.reporting.table.Csv;
import io.closedloop.lead.reporting.table.CsvForm;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * A list as CSV: all of it in one answer, of which one page at a time is in memory. The first page is read before the
 * answer begins, so that a refusal is still possible; if a later page cannot be read, the answer breaks off.
 */
public final class CsvList {
    private CsvList() {}

    /**
     * A page of the list.
     *
     * @param rows the values of each row, in the order of the columns
     * @param next gets the page after it; null on the last one
     */
    public record Page(
            List<List<@Nullable Object>> rows, @Nullable Supplier<Page> next) {}

    /** How the CSV is to be written. */
    public static CsvForm form(QueryParameters parameters) {
        return ReadModels.reading(() -> CsvForm.parse(parameters.asMap()));
    }

    /**
     * @throws io.closedloop.lead.http.ProblemException 400 when it is said how a CSV is to be written, where none is
     */
    public static void requireNone(QueryParameters parameters) {
        for (String name : CsvForm.PARAMETERS) {
            if (parameters.asMap().containsKey(name)) {
                throw QueryParameters.wrong(name, "cannot be used with application/json; it is about text/csv");
            }
        }
    }

    /** The parameters that say which list it is. */
    public static Map<String, List<String>> withoutForm(Map<String, List<String>> parameters) {
        var others = new TreeMap<>(parameters);
        CsvForm.PARAMETERS.forEach(others::remove);
        return others;
    }

    /** @param name of the file that it makes, without its extension */
    public static ResponseEntity<StreamedBody> of(String name, CsvForm form, List<String> columns, Page first) {
        StreamedBody body = out -> {
            Csv csv = Csv.to(out, form, columns);
            Page page = first;
            while (page != null) {
                for (List<@Nullable Object> row : page.rows()) {
                    csv.row(row);
                }
                Supplier<Page> next = page.next();
                page = next == null ? null : next.get();
            }
            csv.flush();
        };
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(Csv.MEDIA_TYPE))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name + ".csv")
                                .build()
                                .toString())
                .varyBy("Accept", "Authorization")
                .body(body);
    }
}
