package io.closedloop.lead.axon;

import io.closedloop.lead.lifecycle.LeadCommand;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * A command's way as two spans of the request that brought it: {@code decide}, from the lead's loading to its decision,
 * and {@code append}, until that is durable. The lines of a bulk request, of which there may be millions, have none.
 *
 * <p>It is registered before the interceptor that hands the command to the log, so its commit handler runs after that
 * one's, see {@link AppendingInterceptor}.
 */
final class TracingInterceptor implements MessageHandlerInterceptor<CommandMessage<?>> {
    private final Tracer tracer;

    TracingInterceptor(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public Object handle(UnitOfWork<? extends CommandMessage<?>> unitOfWork, InterceptorChain chain) throws Exception {
        Span request = tracer.currentSpan();
        if (request != null) {
            var way = new Way(tracer, request);
            way.begin("decide", unitOfWork.getMessage().getPayload());
            unitOfWork.onPrepareCommit(
                    _ -> way.begin("append", unitOfWork.getMessage().getPayload()));
            unitOfWork.onCommit(_ -> way.end());
            unitOfWork.onCleanup(_ -> way.end());
        }
        return chain.proceed();
    }

    /** One step at a time. */
    private static final class Way {
        private final Tracer tracer;
        private final Span request;
        private @Nullable Span step;

        Way(Tracer tracer, Span request) {
            this.tracer = tracer;
            this.request = request;
        }

        void begin(String name, Object command) {
            end();
            Span next =
                    tracer.spanBuilder().setParent(request.context()).name(name).start();
            if (command instanceof LeadCommand ofLead) {
                next.tag("closedloop.command", ofLead.commandKind().commandName())
                        .tag("closedloop.lead", ofLead.leadId().toString());
            }
            step = next;
        }

        void end() {
            Span begun = step;
            step = null;
            if (begun != null) {
                begun.end();
            }
        }
    }
}
