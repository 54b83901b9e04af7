package io.closedloop.lead.axon;

import io.closedloop.lead.log.TestDatabase;
import java.nio.file.Path;

class LongLeadsOnH2Test extends LongLeadsSuite {
    @Override
    TestDatabase database(Path directory) {
        return TestDatabase.h2(directory);
    }
}
