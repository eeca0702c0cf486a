package io.handclasp.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.http.Caller;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;

class CallersTest {
  private long connections;
  private final Callers callers = new Callers(Via.of("front"), () -> ++connections);

  private Caller from(String host, int port) {
    EmbeddedChannel channel =
        new EmbeddedChannel() {
          @Override
          protected SocketAddress remoteAddress0() {
            return socket(host, port);
          }

          @Override
          protected SocketAddress localAddress0() {
            return socket("127.0.0.1", 8080);
          }
        };
    Caller caller = callers.of(channel, null);
    channel.close();
    return caller;
  }

  private static SocketAddress socket(String host, int port) {
    return new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(host), port);
  }

  private static Caller byTls(Address from) {
    return Caller.of(1, from, from, "0123456789ab", null);
  }

  @Test
  void tellsWhoConnectedAndWhere() {
    Caller caller = from("127.0.0.2", 4000);

    assertThat(caller.connection()).isEqualTo(1);
    assertThat(caller.remote()).isEqualTo(new Address("127.0.0.2", 4000));
    assertThat(caller.local()).isEqualTo(new Address("127.0.0.1", 8080));
    assertThat(caller.isSecure()).isFalse();
  }

  @Test
  void connectionsOfAHostShareWhatIsTheSame() {
    Caller first = from("127.0.0.2", 4000);
    Caller second = from("127.0.0.2", 4001);

    assertThat(second.remote().host()).isSameAs(first.remote().host());
    assertThat(second.local()).isSameAs(first.local());
    assertThat(callers.forwarding(second)).isSameAs(callers.forwarding(first));
  }

  @Test
  void eachHostIsToldOfForItself() {
    Caller one = from("127.0.0.2", 4000);
    Caller other = from("127.0.0.3", 4000);

    assertThat(callers.forwarding(other)).isNotSameAs(callers.forwarding(one));
  }

  @Test
  void whatIsToldOfACallerByTlsIsItsOwn() {
    Caller plain = from("127.0.0.2", 4000);
    Caller first = byTls(plain.remote());
    Caller second = byTls(plain.remote());

    assertThat(callers.forwarding(first))
        .isNotSameAs(callers.forwarding(second))
        .isNotSameAs(callers.forwarding(plain));
  }

  @Test
  void moreHostsThanAreRememberedAreStillToldApart() {
    for (int i = 0; i < 1_000; i++) {
      String host = "127.1." + i / 250 + "." + i % 250;
      assertThat(from(host, 4000).remote()).isEqualTo(new Address(host, 4000));
    }
  }
}
