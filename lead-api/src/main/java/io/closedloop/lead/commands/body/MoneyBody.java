package io.closedloop.lead.commands.body;

import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An amount as it is sent. */
@Schema(name = "Money", description = "A decimal amount with its currency.")
public record MoneyBody(
        @Schema(
                description = "A decimal number as text, with as many digits behind the point as the currency has.",
                pattern = "^" + MoneyBody.DECIMAL + "$",
                example = "1054.00",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String amount,

        @Schema(
                description = "An ISO 4217 code.",
                example = "USD",
                pattern = "^[A-Z]{3}$",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String currency) {
    /** What can be read as an amount; its currency may allow less. */
    static final String DECIMAL = "-?[0-9]{1,20}(\\.[0-9]{1,10})?";

    @Override
    public String toString() {
        return Unsaid.wholly(this);
    }
}
