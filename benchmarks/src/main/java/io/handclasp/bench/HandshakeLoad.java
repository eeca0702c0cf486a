package io.handclasp.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslProvider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** Connects to a back over mutual TLS 1.3 again and again, with one GET each. */
final class HandshakeLoad {
  private static final byte[] REQUEST =
      ("GET /fixed HTTP/1.1\r\nHost: " + Lab.BACK_NAME + "\r\nConnection: close\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  /** What all pairs can do: the OpenSSL of the peers knows no post-quantum group. */
  private static final String[] GROUPS = {"x25519", "secp256r1"};

  private final EventLoop loop;
  private final SslContext context;
  private final boolean resume;
  private final Bootstrap bootstrap;

  // On the loop.
  private boolean asking;
  private long answers;
  private long failures;

  /** What came of a slice. */
  record Outcome(long handshakes, long failures, Duration took) {}

  HandshakeLoad(EventLoop loop, Lab lab, int port, boolean resume) throws SSLException {
    this.loop = loop;
    this.resume = resume;
    context =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.OPENSSL_REFCNT)
            .protocols("TLSv1.3")
            .clientAuth(ClientAuth.REQUIRE)
            .keyManager(lab.file("front.pem").toFile(), lab.file("front.key").toFile())
            .trustManager(lab.file("trust.pem").toFile())
            .endpointIdentificationAlgorithm(null)
            .option(OpenSslContextOption.GROUPS, GROUPS)
            .build();
    bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(Lab.TRANSPORT.connected())
            .remoteAddress("127.0.0.1", port)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(handler(channel), new One());
                  }
                });
  }

  /** Sessions are kept under the peer's name and port; without them there is none to take up. */
  private SslHandler handler(Channel channel) {
    return resume
        ? context.newHandler(channel.alloc(), Lab.BACK_NAME, 443)
        : context.newHandler(channel.alloc());
  }

  Outcome run(Duration time, int atOnce) throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    long began = System.nanoTime();
    loop.submit(() -> begin(atOnce)).syncUninterruptibly();
    loop.schedule(() -> asking = false, time.toMillis(), TimeUnit.MILLISECONDS);
    loop.schedule(over::countDown, time.toMillis() + 200, TimeUnit.MILLISECONDS);
    over.await();
    Duration took = Duration.ofNanos(System.nanoTime() - began).minusMillis(200);
    return loop.submit(() -> new Outcome(answers, failures, took)).syncUninterruptibly().getNow();
  }

  private void begin(int atOnce) {
    answers = 0;
    failures = 0;
    asking = true;
    for (int i = 0; i < atOnce; i++) {
      bootstrap.connect();
    }
  }

  private final class One extends SimpleChannelInboundHandler<ByteBuf> {
    private boolean answered;

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof SslHandshakeCompletionEvent done && done.isSuccess()) {
        ctx.writeAndFlush(Unpooled.wrappedBuffer(REQUEST));
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf in) {
      if (!answered && in.isReadable()) {
        answered = true;
        answers++;
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      failures += answered ? 0 : 1;
      if (asking) {
        bootstrap.connect();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
