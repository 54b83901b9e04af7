package io.closedloop.lead.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** The pages that a problem's {@code type} leads to, written from {@link ProblemCode}. */
@RestController
@Tag(name = "Problems")
class ProblemPages {
    @GetMapping(path = "/problems/{code}", produces = MediaType.TEXT_HTML_VALUE + ";charset=UTF-8")
    @Operation(
            operationId = "explainProblem",
            summary = "Explains a problem's code to a person",
            description = "A page that needs no key; a problem's type leads there.")
    @SecurityRequirements
    String page(
            @Parameter(
                            description = "The problem's code.",
                            example = "malformed-request",
                            schema = @Schema(type = "string", pattern = "^[a-z-]+$"))
                    @PathVariable
                    String code) {
        ProblemCode problem = ProblemCode.ofCode(code)
                .orElseThrow(
                        () -> ProblemException.of(ProblemCode.NOT_FOUND, "The service knows no problem of this name."));
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><title>{title}</title></head>
                <body>
                <h1>{title}</h1>
                <p><code>{code}</code>, HTTP status {status}</p>
                <p>{explanation}</p>
                </body>
                </html>
                """.transform(page -> fill(
                page,
                Map.of(
                        "title", problem.title(),
                        "code", problem.code(),
                        "status", Integer.toString(problem.status()),
                        "explanation", problem.explanation())));
    }

    private static String fill(String page, Map<String, String> values) {
        String filled = page;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("{" + value.getKey() + "}", HtmlUtils.htmlEscape(value.getValue()));
        }
        return filled;
    }
}
