package io.closedloop.lead.feed;

import io.closedloop.lead.keys.KeyWatch;
import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.log.Visibility;
import io.closedloop.lead.queries.LogReader;
import io.closedloop.lead.sealing.SubjectKeys;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the live streams of the log. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FeedProperties.class)
class FeedConfiguration {
    /** What other instances commit is seen a quarter of the promised 100 ms later at most, plus the reading. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(25);

    @Bean
    EventFrameSchemas eventFrameSchemas() {
        return new EventFrameSchemas();
    }

    @Bean
    EventFrames eventFrames(LogReader reader, SubjectKeys keys) {
        return new EventFrames(reader, keys);
    }

    @Bean
    LogTail logTail(EventLog log, EventFrames frames, Visibility visibility, FeedProperties properties) {
        var tail = new LogTail(log, frames, properties.tail(), BETWEEN_LOOKS);
        visibility.onRaised(_ -> tail.wake());
        return tail;
    }

    @Bean
    EventStreams eventStreams(LogTail tail, EventFrames frames, KeyWatch keys, FeedProperties properties) {
        return new EventStreams(tail, frames, keys, properties);
    }
}
