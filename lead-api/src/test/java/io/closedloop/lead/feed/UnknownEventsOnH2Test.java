package io.closedloop.lead.feed;

import io.closedloop.lead.http.FreshService;
import java.nio.file.Path;

class UnknownEventsOnH2Test extends UnknownEventsSuite {
    @Override
    FreshService open(Path directory) {
        return FreshService.start(directory);
    }
}
