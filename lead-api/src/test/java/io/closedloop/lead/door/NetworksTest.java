package io.closedloop.lead.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.7, 10.0.0.7, true",
        "10.0.0.7, 10.0.0.8, false",
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.168.4.0/23, 192.168.5.255, true",
        "192.168.4.0/23, 192.168.6.0, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "fd00::/8, fd12:3456::1, true",
        "fd00::/8, fe80::1, false",
        "::1, ::1, true"
    })
    void aNetworkHoldsTheAddressesThatBeginAsItDoes(String network, String address, boolean holds) {
        assertThat(Networks.of(List.of(network)).hold(InetAddress.ofLiteral(address)))
                .isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example.com", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "10.0.0.0.0", ""})
    void whatIsNoNetworkIsRefused(String written) {
        assertThatThrownBy(() -> Networks.of(List.of(written))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anIPv6AddressCountsForItsNetworkOf64Bits() {
        assertThat(Origin.of(InetAddress.ofLiteral("2001:db8:1:2::1")))
                .isEqualTo(Origin.of(InetAddress.ofLiteral("2001:db8:1:2:ffff::9")))
                .isNotEqualTo(Origin.of(InetAddress.ofLiteral("2001:db8:1:3::1")));
        assertThat(Origin.of(InetAddress.ofLiteral("192.0.2.1")))
                .isNotEqualTo(Origin.of(InetAddress.ofLiteral("192.0.2.2")));
    }
}
