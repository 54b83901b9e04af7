package io.closedloop.lead.commands;

import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An amount as it is sent. */
@Schema(name = "Money", description = "A decimal amount with its currency.")
record MoneyBody(
        @Schema(
                description = "a decimal number as text",
                example = "1054.00",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String amount,

        @Schema(description = "an ISO 4217 code", example = "USD", requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String currency) {
    @Override
    public String toString() {
        return Unsaid.wholly(this);
    }
}
