package io.closedloop.lead.jobs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.lead.access.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobKindsTest {
    private record Nothing() {}

    private record OwnState(String state) {}

    @Test
    void aResultHasNoFieldThatEveryJobHas() {
        assertThatThrownBy(() -> new JobKinds(List.of(new Kind<>("odd", OwnState.class))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'state'");
    }

    @Test
    void twoKindsHaveTwoNames() {
        var one = new Kind<>("same", Nothing.class);
        var other = new Kind<>("same", Nothing.class);

        assertThatThrownBy(() -> new JobKinds(List.of(one, other))).hasMessageContaining("same");
    }

    @Test
    void aNameFitsItsColumn() {
        assertThatThrownBy(() -> new JobKinds(List.of(new Kind<>("n".repeat(51), Nothing.class))))
                .hasMessageContaining("1 to 50 characters");
        assertThatThrownBy(() -> new JobKinds(List.of(new Kind<>("", Nothing.class))))
                .hasMessageContaining("1 to 50 characters");
    }

    private record Kind<R extends Record>(String name, Class<R> result) implements JobKind<Nothing, R> {
        @Override
        public List<Role> roles() {
            return List.of(Role.ADMIN);
        }

        @Override
        public Class<Nothing> question() {
            return Nothing.class;
        }

        @Override
        public R run(JobRun<Nothing> run) {
            throw new UnsupportedOperationException("nobody asks for it");
        }
    }
}
