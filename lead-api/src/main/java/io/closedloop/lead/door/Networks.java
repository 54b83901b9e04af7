package io.closedloop.lead.door;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;

/** Some addresses: {@code 10.0.0.7}, {@code 10.0.0.0/8}, {@code fd00::/8}. */
public final class Networks {
    /**
     * A network.
     *
     * @param bytes of an address of its kind
     * @param bits how many of them all its addresses begin with
     * @param prefix these
     */
    private record Network(int bytes, int bits, BigInteger prefix) {
        static Network of(byte[] address, int bits) {
            return new Network(address.length, bits, first(bits, address));
        }

        boolean holds(byte[] address) {
            return address.length == bytes && first(bits, address).equals(prefix);
        }

        private static BigInteger first(int bits, byte[] address) {
            return new BigInteger(1, address).shiftRight(8 * address.length - bits);
        }
    }

    private final List<Network> networks;

    private Networks(List<Network> networks) {
        this.networks = networks;
    }

    /**
     * @throws IllegalArgumentException for a text that is neither an address nor an address with the length of a prefix
     */
    public static Networks of(List<String> written) {
        return new Networks(written.stream().map(Networks::parse).toList());
    }

    /** Names are not looked up: what they stand for changes. */
    private static Network parse(String written) {
        int slash = written.indexOf('/');
        byte[] address = InetAddress.ofLiteral(slash < 0 ? written : written.substring(0, slash))
                .getAddress();
        int longest = 8 * address.length;
        int bits = slash < 0 ? longest : Integer.parseInt(written.substring(slash + 1));
        if (bits < 0 || bits > longest) {
            throw new IllegalArgumentException("no address has a prefix of " + bits + " bits here: " + written);
        }
        return Network.of(address, bits);
    }

    /** Whether one of the networks has this address. */
    public boolean hold(InetAddress address) {
        if (networks.isEmpty()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return networks.stream().anyMatch(network -> network.holds(bytes));
    }
}
