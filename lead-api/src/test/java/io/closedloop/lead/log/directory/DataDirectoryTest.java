package io.closedloop.lead.log.directory;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data directory belongs to one process at a time. */
class DataDirectoryTest {
    @TempDir
    Path directory;

    @Test
    void refusesASecondProcessOnTheSameDirectoryAndSaysWhatToDo() {
        try (DataDirectory first = DataDirectory.open(directory)) {
            assertThatThrownBy(() -> DataDirectory.open(directory))
                    .isInstanceOf(DataDirectoryInUseException.class)
                    .hasMessageContaining(first.path().toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("closedloop.data-dir");
        }
        DataDirectory.open(directory).close();
    }
}
