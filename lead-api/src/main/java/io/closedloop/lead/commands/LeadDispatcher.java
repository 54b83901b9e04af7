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
import io.closedloop.lead.lifecycle.RegisterLead;
import io.closedloop.lead.log.AppendOutcome;
import io.closedloop.lead.log.HeldIdentities;
import io.closedloop.lead.log.Idempotency;
import io.closedloop.lead.playbook.Playbook;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Sends a lead command with everything that its decision depends on. */
@Component
class LeadDispatcher {
    /** After this many conflicts a command keeps the lead's lock while it waits. */
    private static final int TRIES_BESIDE_OTHERS = 3;

    private final CommandSender sender;
    private final EventWriter writer;
    private final IdentityHasher hasher;
    private final HeldIdentities holders;
    private final InstantSource clock;
    private final Playbook playbook;

    LeadDispatcher(
            CommandSender sender,
            EventWriter writer,
            IdentityHasher hasher,
            HeldIdentities holders,
            InstantSource clock,
            Playbook playbook) {
        this.sender = sender;
        this.writer = writer;
        this.hasher = hasher;
        this.holders = holders;
        this.clock = clock;
        this.playbook = playbook;
    }

    /**
     * Decides once. A registration is tried first as though its lead were not there, which is so nearly always; the log
     * finds out where it is not, and then it is decided again, as everything else is, on the lead as it is now. A
     * registration that gave way to the open lead which is this person becomes a touch of that lead.
     *
     * @param tries which try it is, from 1
     */
    CompletableFuture<AppendOutcome> dispatch(
            CommandRequest request, @Nullable Idempotency idempotency, Target target, LeadCommand command, int tries) {
        boolean holdsTheLead = request.waits() || tries > TRIES_BESIDE_OTHERS;
        boolean begins = tries == 1 && command.begins();
        var claims = new ClaimsAsked(holders);
        var circumstances = circumstances(request, request.expectedVersion(), claims);
        var context = new LeadCommandContext(
                request, idempotency, target, command, circumstances, begins, claims, writer, null);
        CompletableFuture<AppendOutcome> decided = sender.submit(command, context, holdsTheLead);
        return command instanceof RegisterLead register && register.touchInstead() != null
                ? request.after(
                        decided,
                        outcome -> outcome instanceof AppendOutcome.GaveWay to
                                ? touch(request, idempotency, register, to.holder(), holdsTheLead)
                                : CompletableFuture.completedFuture(outcome))
                : decided;
    }

    /** The version that the caller expects is that of the lead which is not registered. */
    private CompletableFuture<AppendOutcome> touch(
            CommandRequest request,
            @Nullable Idempotency idempotency,
            RegisterLead register,
            LeadId holder,
            boolean holdsTheLead) {
        var claims = new ClaimsAsked(holders);
        var touch = register.touching(holder);
        var context = new LeadCommandContext(
                request,
                idempotency,
                new Target.ById(holder),
                touch,
                circumstances(request, null, claims),
                false,
                claims,
                writer,
                new LeadCommandContext.Delivery(
                        register, Identities.of(register.contact(), register.externalRef(), hasher)));
        return sender.submit(touch, context, holdsTheLead);
    }

    private Circumstances circumstances(CommandRequest request, @Nullable Long expectedVersion, ClaimsAsked claims) {
        return new Circumstances(
                request.actor(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                expectedVersion,
                playbook,
                hasher,
                claims);
    }

    /** The open lead that holds the reference, else the one that got it last; null where none ever did. */
    @Nullable
    LeadId leadOf(ExternalRef ref) {
        IdentityHash identity = hasher.hash(Identities.of(ref));
        return holders.openHolder(identity)
                .or(() -> holders.everHeld(identity).stream().findFirst().map(HeldIdentities.Holding::leadId))
                .orElse(null);
    }
}
