package io.handclasp.proxy.forward;

import io.handclasp.handshake.tls.PeerIdentity;
import io.handclasp.handshake.tls.TlsEstablished;
import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.http.Caller;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who the connections of one event loop come from. What is the same for all connections of a host
 * is there once: thousands of them take less memory, and find it in the processor's caches. On that
 * loop only.
 */
final class Callers {
  /** More hosts than most proxies are called by; with more of them all begins anew. */
  private static final int HOSTS = 256;

  private static final Address UNKNOWN = new Address("unknown", 0);

  private final Via via;
  private final LongSupplier numbers;
  private final Map<String, Host> hosts = new HashMap<>();
  private Address local = UNKNOWN;

  /** A host as one writes it, and what is forwarded of its connections without TLS. */
  private static final class Host {
    private final String text;
    private @Nullable ForwardingFields plain;

    Host(String text) {
      this.text = text;
    }
  }

  /**
   * Nobody yet.
   *
   * @param numbers numbers connections
   */
  Callers(Via via, LongSupplier numbers) {
    this.via = via;
    this.numbers = numbers;
  }

  /** Who sends the requests of a connection, with what its handshake came to where it has TLS. */
  Caller of(Channel channel, @Nullable TlsEstablished established) {
    String handshakeId = established == null ? null : established.handshakeId();
    PeerIdentity peer = established == null ? null : established.peer();
    return Caller.of(
        numbers.getAsLong(),
        address(channel.remoteAddress()),
        local(channel.localAddress()),
        handshakeId,
        peer);
  }

  /** What the requests of a connection say of their way. */
  ForwardingFields forwarding(Caller caller) {
    if (caller.isSecure()) {
      return new ForwardingFields(caller, via);
    }
    Host host = host(caller.remote().host());
    ForwardingFields made = host.plain;
    if (made == null) {
      made = new ForwardingFields(caller, via);
      host.plain = made;
    }
    return made;
  }

  private Address local(@Nullable SocketAddress address) {
    Address here = address(address);
    if (!here.equals(local)) {
      local = here;
    }
    return local;
  }

  private Address address(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress inet
        ? new Address(host(inet.getAddress().getHostAddress()).text, inet.getPort())
        : UNKNOWN;
  }

  private Host host(String text) {
    if (hosts.size() >= HOSTS && !hosts.containsKey(text)) {
      hosts.clear();
    }
    return hosts.computeIfAbsent(text, Host::new);
  }
}
