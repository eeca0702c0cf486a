package io.handclasp.handshake.doctor;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.tls.ClientTls;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes one real handshake with a running peer, and asks nothing of it. */
public final class PeerTest {
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final CompletableFuture<HandshakeRecord> told = new CompletableFuture<>();

  private PeerTest() {}

  /**
   * Connects, shakes hands and hangs up. In TLS 1.3 a server judges the client after the client is
   * done; where it says nothing at all within the patience, the outcome stays provisional.
   *
   * @param expectedName what to ask of the peer's certificate
   * @param patience how long to wait for TCP, and for the outcome
   * @return what this end has to tell of it
   */
  public static HandshakeRecord connect(
      ClientTls client, String host, int port, String expectedName, Duration patience)
      throws InterruptedException {
    PeerTest test = new PeerTest();
    try {
      return test.run(client, host, port, expectedName, patience);
    } finally {
      // No quiet period at all would let the loop end before it has closed its channel.
      test.group.shutdownGracefully(10, 1_000, TimeUnit.MILLISECONDS).await();
    }
  }

  private HandshakeRecord run(
      ClientTls client, String host, int port, String expectedName, Duration patience)
      throws InterruptedException {
    long began = System.nanoTime();
    ChannelFuture connect =
        new Bootstrap()
            .group(group)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(patience.toMillis()))
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    client.addTo(channel, host, port, expectedName, told::complete);
                    channel.pipeline().addLast(new Farewell(false));
                  }
                })
            .connect(InetSocketAddress.createUnresolved(host, port))
            .await();
    if (!connect.isSuccess()) {
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      client.connectFailed(host, port, connect.cause(), took, told::complete);
      return told.join();
    }
    return outcome(connect.channel(), patience);
  }

  private HandshakeRecord outcome(Channel channel, Duration patience) throws InterruptedException {
    try {
      return told.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      channel.close(); // what is undecided is told as such
      return told.join();
    } catch (ExecutionException e) {
      throw new IllegalStateException("nobody completes it with a failure", e);
    } finally {
      channel.close().await();
    }
  }
}
