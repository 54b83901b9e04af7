package io.closedloop.lead.axon;

import io.closedloop.lead.log.TestDatabase;
import java.nio.file.Path;

class LogStorageEngineOnH2Test extends LogStorageEngineSuite {
    @Override
    TestDatabase database(Path directory) {
        return TestDatabase.h2(directory);
    }
}
