package io.closedloop.lead.http;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.suppression.SuppressionId;
import io.micrometer.common.KeyValues;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.catalina.Valve;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.format.FormatterRegistry;
import org.springframework.http.MediaType;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.http.server.observation.ServerRequestObservationConvention;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** Wires what every endpoint stands on. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({LimitProperties.class, CorsProperties.class})
class HttpConfiguration implements WebMvcConfigurer {
    private final StrictJson strictJson = new StrictJson();
    private final LimitProperties limits;
    private final ObjectProvider<LongAnswers> longAnswers;

    HttpConfiguration(LimitProperties limits, ObjectProvider<LongAnswers> longAnswers) {
        this.limits = limits;
        this.longAnswers = longAnswers;
    }

    /** For what reads JSON itself, such as the lines of a bulk request. */
    @Bean
    StrictJson strictJson() {
        return strictJson;
    }

    @Bean
    JsonMapper answerMapper() {
        return AnswerJson.MAPPER;
    }

    @Bean
    FilterRegistrationBean<CorrelationFilter> correlationFilter() {
        var filter = new FilterRegistrationBean<>(new CorrelationFilter());
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    /** Before the key is asked for; not there unless somebody's pages may call. */
    @Bean
    FilterRegistrationBean<CorsFilter> callsFromPages(CorsProperties properties) {
        var pages = CallsFromPages.of(properties.cors());
        var calls = new CorsFilter(_ -> pages);
        calls.setCorsProcessor(new CallsFromPages());
        var filter = new FilterRegistrationBean<>(calls);
        filter.setUrlPatterns(List.of("/v1/*", "/v3/*", "/problems/*"));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 5);
        filter.setEnabled(!properties.cors().isEmpty());
        return filter;
    }

    /** The last before the endpoints. */
    @Bean
    FilterRegistrationBean<DescriptionFilter> descriptionFilter() {
        var filter = new FilterRegistrationBean<>(new DescriptionFilter());
        filter.setUrlPatterns(DescriptionFilter.PATHS);
        filter.setOrder(Ordered.LOWEST_PRECEDENCE);
        return filter;
    }

    /** After the key has been checked; not there unless a rate is set. */
    @Bean
    FilterRegistrationBean<RateLimitFilter> rateLimitFilter() {
        var filter = new FilterRegistrationBean<>(new RateLimitFilter(limits));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 20);
        filter.setEnabled(limits.limitsRate());
        return filter;
    }

    /** What requests are measured and traced by. A path may hold what somebody mistyped, so none is told. */
    @Bean
    ServerRequestObservationConvention requestsWithoutTheirPaths() {
        return new DefaultServerRequestObservationConvention() {
            @Override
            public KeyValues getHighCardinalityKeyValues(ServerRequestObservationContext context) {
                return KeyValues.empty();
            }
        };
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> endpointsCanHangUp() {
        return factory -> factory.addContextValves(new HangUp.Offer(), new Arrivals.Offer());
    }

    /** Runs after Boot's own customizer, whose error valve answers in HTML. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsInsteadOfErrorPages() {
        return new ProblemValveCustomizer();
    }

    private static final class ProblemValveCustomizer
            implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {
        @Override
        public void customize(TomcatServletWebServerFactory factory) {
            factory.addContextCustomizers(context -> {
                StandardHost host = (StandardHost) context.getParent();
                for (Valve valve : host.getPipeline().getValves()) {
                    if (valve instanceof ErrorReportValve) {
                        host.getPipeline().removeValve(valve);
                    }
                }
                host.setErrorReportValveClass(ProblemValve.class.getName());
            });
        }

        @Override
        public int getOrder() {
            return Ordered.LOWEST_PRECEDENCE;
        }
    }

    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
        converters.disableDefaults();
        converters.addCustomConverter(new StrictJsonConverter(strictJson, limits.bodyBytes()));
        converters.addCustomConverter(new ByteArrayHttpMessageConverter());
        converters.addCustomConverter(new StreamedBodyConverter(longAnswers));
        converters.addCustomConverter(new StringHttpMessageConverter(StandardCharsets.UTF_8));
        converters.addCustomConverter(new WritingJsonConverter());
    }

    /** Answers only: what is read, {@link StrictJsonConverter} reads. */
    private static final class WritingJsonConverter extends JacksonJsonHttpMessageConverter {
        WritingJsonConverter() {
            super(AnswerJson.MAPPER);
            setSupportedMediaTypes(List.of(
                    MediaType.APPLICATION_JSON,
                    new MediaType("application", "*+json"),
                    MediaType.parseMediaType("application/cloudevents-batch+json")));
        }

        @Override
        public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
            return false;
        }

        @Override
        public boolean canRead(ResolvableType type, @Nullable MediaType mediaType) {
            return false;
        }
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new RequestArguments());
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new RequestForm(limits.bodyBytes()));
    }

    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(String.class, LeadId.class, text -> new LeadId(Uuids.parse(text)));
        registry.addConverter(String.class, SuppressionId.class, text -> new SuppressionId(Uuids.parse(text)));
        registry.addConverter(String.class, KeyId.class, text -> new KeyId(Uuids.parse(text)));
    }
}
