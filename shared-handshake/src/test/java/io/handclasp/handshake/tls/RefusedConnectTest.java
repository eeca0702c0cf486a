package io.handclasp.handshake.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.handshake.doctor.PeerTest;
import io.handclasp.handshake.record.Ending;
import io.handclasp.handshake.record.HandshakeRecord;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** A connection that never came up has the record of whoever opened it, and no other. */
class RefusedConnectTest {
  @Test
  void tellsNothingOfAConnectionThatNeverCameUp() throws Exception {
    Queue<HandshakeRecord> told = new ConcurrentLinkedQueue<>();
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    int port = unusedPort();
    try (ClientTls client = client()) {
      ChannelFuture connect =
          new Bootstrap()
              .group(group)
              .channel(NioSocketChannel.class)
              .handler(
                  new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                      client.addTo(channel, "127.0.0.1", port, "back.example", told::add);
                    }
                  })
              .connect("127.0.0.1", port)
              .await();

      assertThat(connect.isSuccess()).isFalse();
    } finally {
      group.shutdownGracefully().await();
    }
    assertThat(told).isEmpty();
  }

  @Test
  void testsAPeerThatDoesNotListen() throws Exception {
    try (ClientTls client = client()) {
      for (int i = 0; i < 5; i++) {
        assertThat(
                PeerTest.connect(
                        client, "127.0.0.1", unusedPort(), "back.example", Duration.ofSeconds(5))
                    .ending())
            .isEqualTo(Ending.CONNECT_REFUSED);
      }
    }
  }

  private static ClientTls client() {
    return ClientTls.build(
        TestPki.settings(ProviderChoice.AUTO, "TLSv1.3"),
        TestPki.material(TestPki.FRONT, TestPki.ROOT),
        List.of("h2"),
        1,
        raw -> raw);
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
