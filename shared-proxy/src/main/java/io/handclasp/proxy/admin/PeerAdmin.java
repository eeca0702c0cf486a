package io.handclasp.proxy.admin;

import io.handclasp.handshake.tls.ClientTls;
import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.config.AdminConfig;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks the other proxy's admin listener. */
final class PeerAdmin {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int LARGEST_ANSWER = 256 * 1024;

  private final AdminConfig.Peer peer;
  private final EventLoop loop;
  private final @Nullable Supplier<ClientTls> tls;

  /**
   * Opens nothing yet.
   *
   * @param loop the admin event loop
   * @param tls the TLS in force; null where the peer is asked in plain
   */
  PeerAdmin(AdminConfig.Peer peer, EventLoop loop, @Nullable Supplier<ClientTls> tls) {
    this.peer = peer;
    this.loop = loop;
    this.tls = tls;
  }

  /** Where it is asked. */
  Address address() {
    return peer.address();
  }

  /** What became of a question. */
  sealed interface Answer {}

  /**
   * It was answered.
   *
   * @param body the document
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record Found(byte[] body) implements Answer {}

  /** It knows nothing of it. */
  record Missing() implements Answer {}

  /**
   * It could not be asked.
   *
   * @param why in a sentence
   */
  record Unreachable(String why) implements Answer {}

  /** Asks and waits for a short while; never on the admin event loop. */
  Answer get(String path) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Address address = peer.address();
    ChannelFuture opened =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) PATIENCE.toMillis())
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    prepare(channel, path, answer);
                  }
                })
            .connect(address.host(), address.port());
    opened.addListener(
        done -> {
          if (!done.isSuccess()) {
            answer.complete(new Unreachable("nobody answers at " + address));
          }
        });
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new Unreachable(address + " did not answer within " + PATIENCE.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Unreachable("this proxy is stopping");
    } catch (ExecutionException e) {
      return new Unreachable(address + " gave no answer that is understood here");
    } finally {
      opened.channel().close();
    }
  }

  private void prepare(Channel channel, String path, CompletableFuture<Answer> answer) {
    if (tls != null) {
      Address to = peer.address();
      tls.get().addTo(channel, to.host(), to.port(), peer.expectedName(), handshake -> {});
    }
    channel.pipeline().addLast("http", new HttpClientCodec());
    channel.pipeline().addLast("whole", new HttpObjectAggregator(LARGEST_ANSWER));
    channel.pipeline().addLast("question", new Question(path, peer.address(), answer));
  }

  /** One question on one connection. */
  private static final class Question extends SimpleChannelInboundHandler<FullHttpResponse> {
    private final String path;
    private final Address to;
    private final CompletableFuture<Answer> answer;

    Question(String path, Address to, CompletableFuture<Answer> answer) {
      this.path = path;
      this.to = to;
      this.answer = answer;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      FullHttpRequest request =
          new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, path);
      request.headers().set(HttpHeaderNames.HOST, to.toString());
      request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      ctx.writeAndFlush(request);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse response) {
      int status = response.status().code();
      if (status == 200) {
        answer.complete(new Found(ByteBufUtil.getBytes(response.content())));
      } else if (status == 404) {
        answer.complete(new Missing());
      } else {
        answer.complete(new Unreachable(to + " answered with status " + status));
      }
      ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      answer.complete(new Unreachable(to + " closed the connection without an answer"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      answer.complete(new Unreachable(to + " gave no answer that is understood here"));
      ctx.close();
    }
  }
}
