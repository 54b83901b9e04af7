package io.closedloop.lead.commands;

import io.closedloop.lead.axon.CommandSender;
import io.closedloop.lead.axon.EventWriter;
import io.closedloop.lead.identity.ExternalRef;
import io.closedloop.lead.identity.Identities;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.IdentityHasher;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Circumstances;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.log.Idempotency;
import io.closedloop.lead.log.Outcome;
import io.closedloop.lead.playbook.Playbook;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Sends a lead command with everything that its decision depends on. */
@Component
class LeadDispatcher {
    /** Whoever was overtaken this often has the lead to himself the next time. */
    private static final int TRIES_BESIDE_OTHERS = 3;

    private final CommandSender sender;
    private final EventWriter writer;
    private final IdentityHasher hasher;
    private final io.closedloop.lead.log.Identities holders;
    private final InstantSource clock;

    LeadDispatcher(
            CommandSender sender,
            EventWriter writer,
            IdentityHasher hasher,
            io.closedloop.lead.log.Identities holders,
            InstantSource clock) {
        this.sender = sender;
        this.writer = writer;
        this.hasher = hasher;
        this.holders = holders;
        this.clock = clock;
    }

    /**
     * Decides once. A registration is tried first as though its lead were not there, which is so nearly always; the log
     * finds out where it is not, and then it is decided again, as everything else is, on the lead as it is now.
     *
     * @param tries which try it is, from 1
     */
    CompletableFuture<Outcome> dispatch(
            CommandRequest request,
            @Nullable Idempotency idempotency,
            BulkLine.Target target,
            LeadCommand command,
            int tries) {
        var claims = new ClaimsAsked(holders);
        var circumstances = new Circumstances(
                request.actor(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                request.expectedVersion(),
                Playbook.BUILT_IN,
                hasher,
                claims);
        boolean begins = tries == 1 && command instanceof LeadCommand.RegisterLead;
        var context =
                new LeadCommandContext(request, idempotency, target, command, circumstances, begins, claims, writer);
        return sender.submit(command, context, request.waits() || tries > TRIES_BESIDE_OTHERS);
    }

    /** The open lead that holds the reference, else the one that got it last; null where none ever did. */
    @Nullable
    LeadId leadOf(ExternalRef ref) {
        IdentityHash identity = hasher.hash(Identities.of(ref));
        return holders.openHolder(identity)
                .or(() -> holders.everHeld(identity).stream()
                        .findFirst()
                        .map(io.closedloop.lead.log.Identities.Holding::leadId))
                .orElse(null);
    }
}
