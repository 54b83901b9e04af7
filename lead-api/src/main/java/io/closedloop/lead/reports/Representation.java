package io.closedloop.lead.reports;

import io.closedloop.lead.columnstore.Snapshot;
import io.closedloop.lead.http.StreamedBody;
import io.closedloop.lead.reporting.InvalidParameterException;
import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.answer.Report;
import io.closedloop.lead.reporting.table.Csv;
import io.closedloop.lead.reporting.table.CsvForm;
import io.closedloop.lead.reporting.table.FlatTable;
import io.closedloop.lead.reporting.table.Parquet;
import io.closedloop.lead.reporting.table.TableForm;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;

/** What a report is answered as, and the parameters that say how: they are part of the answer, not of the question. */
enum Representation {
    JSON(MediaType.APPLICATION_JSON_VALUE, null),
    CSV(Csv.MEDIA_TYPE, "csv"),
    PARQUET(Parquet.MEDIA_TYPE, "parquet");

    /** Makes the body of an answer: at first from the snapshot that the report was asked of, the rest without it. */
    interface Writing {
        Supplier<Object> of(Report report, Snapshot snapshot) throws SQLException;
    }

    private final String mediaType;
    private final @Nullable String fileExtension;

    Representation(String mediaType, @Nullable String fileExtension) {
        this.mediaType = mediaType;
        this.fileExtension = fileExtension;
    }

    MediaType mediaType() {
        return MediaType.parseMediaType(mediaType);
    }

    /** The media type as it is asked for, without its charset. */
    private String mediaTypeName() {
        return mediaType.split(";", 2)[0];
    }

    /** The media types of all representations. */
    static List<String> mediaTypes() {
        return Stream.of(values()).map(Representation::mediaTypeName).toList();
    }

    /** The media types of those that a parameter is about. */
    static List<String> mediaTypesOf(String parameter) {
        return Stream.of(values())
                .filter(representation -> representation.parameters().contains(parameter))
                .map(Representation::mediaTypeName)
                .toList();
    }

    /** The parameters of all representations. */
    static List<String> allParameters() {
        return CSV.parameters();
    }

    private List<String> parameters() {
        return switch (this) {
            case JSON -> List.of();
            case CSV ->
                Stream.of(CsvForm.PARAMETERS, TableForm.PARAMETERS)
                        .flatMap(List::stream)
                        .toList();
            case PARQUET -> TableForm.PARAMETERS;
        };
    }

    /**
     * Reads the parameters of a request, each with all its values, as far as they are about the representation.
     *
     * @throws InvalidParameterException when one has a wrong value, or makes no sense in this representation
     */
    Writing asked(Map<String, List<String>> given, ReportDefinition definition) {
        for (String parameter : allParameters()) {
            if (given.containsKey(parameter) && !parameters().contains(parameter)) {
                throw new InvalidParameterException(
                        parameter,
                        "%s cannot be used with %s; it is about %s"
                                .formatted(parameter, mediaTypeName(), String.join(" and ", mediaTypesOf(parameter))));
            }
        }
        return switch (this) {
            case JSON -> (report, _) -> () -> ReportView.of(report);
            case CSV -> {
                CsvForm form = CsvForm.parse(given);
                TableForm table = TableForm.parse(given, definition);
                yield (report, snapshot) -> {
                    FlatTable flat = FlatTable.of(report, table, snapshot);
                    StreamedBody body = out -> Csv.write(flat, form, out);
                    return () -> body;
                };
            }
            case PARQUET -> {
                TableForm table = TableForm.parse(given, definition);
                yield (report, snapshot) -> {
                    FlatTable flat = FlatTable.of(report, table, snapshot);
                    return () -> Parquet.render(flat);
                };
            }
        };
    }

    /** The name of the file that an answer is saved as; null where it is no file. */
    @Nullable
    String contentDisposition(ReportDefinition definition) {
        return fileExtension == null
                ? null
                : ContentDisposition.attachment()
                        .filename(definition.id() + "." + fileExtension)
                        .build()
                        .toString();
    }
}
