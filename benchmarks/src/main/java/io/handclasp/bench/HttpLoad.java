package io.handclasp.bench;

import static java.util.Objects.requireNonNull;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks over a number of connections, all on one loop: as fast as answers come, or at a fixed rate,
 * where the time counts from when a request was due and not from when a connection was free. A
 * connection that ends with an answer is opened anew.
 */
final class HttpLoad implements AutoCloseable {
  private final EventLoop loop;
  private final int port;
  private final ByteBuf request;

  // On the loop.
  private final Set<Channel> connections = new HashSet<>();
  private final Deque<Connection> free = new ArrayDeque<>();
  private final Deque<Long> due = new ArrayDeque<>();
  private Latencies latencies = new Latencies();
  private long answers;
  private long bytes;
  private long failures;
  private boolean asking;
  private boolean paced;

  /**
   * What came of a slice.
   *
   * @param answers with status 200
   * @param bytes of their bodies
   * @param failures other answers, and connections lost
   */
  record Outcome(long answers, long bytes, long failures, Duration took, Latencies latencies) {}

  private HttpLoad(EventLoop loop, int port, ByteBuf request) {
    this.loop = loop;
    this.port = port;
    this.request = request;
  }

  /** Connects; asks nothing yet. */
  static HttpLoad open(EventLoop loop, int port, int connections, String path, int body) {
    String method = body == 0 ? "GET " : "POST ";
    String length = body == 0 ? "" : "Content-Length: " + body + "\r\n";
    String head = method + path + " HTTP/1.1\r\nHost: bench.example\r\n" + length + "\r\n";
    ByteBuf request =
        Unpooled.unreleasableBuffer(
            Unpooled.directBuffer()
                .writeBytes((head + Origin.text(body)).getBytes(StandardCharsets.US_ASCII)));
    HttpLoad load = new HttpLoad(loop, port, request);
    for (int i = 0; i < connections; i++) {
      load.connect().syncUninterruptibly();
    }
    return load;
  }

  private ChannelFuture connect() {
    return new Bootstrap()
        .group(loop)
        .channel(Lab.TRANSPORT.connected())
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(new Connection())
        .connect("127.0.0.1", port);
  }

  /** As fast as answers come. */
  Outcome run(Duration time) throws InterruptedException {
    return run(time, 0);
  }

  /** So many per second, evenly; 0 means as fast as answers come. */
  Outcome run(Duration time, int perSecond) throws InterruptedException {
    long began = System.nanoTime();
    loop.submit(() -> begin(perSecond)).syncUninterruptibly();
    CountDownLatch over = new CountDownLatch(1);
    loop.schedule(() -> asking = false, time.toMillis(), TimeUnit.MILLISECONDS);
    loop.schedule(over::countDown, time.toMillis() + 200, TimeUnit.MILLISECONDS);
    over.await();
    Duration took = Duration.ofNanos(System.nanoTime() - began).minusMillis(200);
    return loop.submit(() -> new Outcome(answers, bytes, failures, took, latencies))
        .syncUninterruptibly()
        .getNow();
  }

  private void begin(int perSecond) {
    latencies = new Latencies();
    answers = 0;
    bytes = 0;
    failures = 0;
    due.clear();
    asking = true;
    paced = perSecond > 0;
    if (paced) {
      long now = System.nanoTime();
      pace(now, 1_000_000_000L / perSecond);
    } else {
      while (!free.isEmpty()) {
        free.poll().ask(System.nanoTime());
      }
    }
  }

  private void pace(long next, long every) {
    if (!asking) {
      return;
    }
    long at = next;
    for (long now = System.nanoTime(); now - at >= 0; at += every) {
      due.add(at);
    }
    while (!due.isEmpty() && !free.isEmpty()) {
      free.poll().ask(due.poll());
    }
    long then = at;
    loop.schedule(() -> pace(then, every), then - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    List<Channel> open = loop.submit(() -> List.copyOf(connections)).syncUninterruptibly().getNow();
    open.forEach(connection -> connection.close().syncUninterruptibly());
  }

  private final class Connection extends SimpleChannelInboundHandler<ByteBuf> {
    private @Nullable Channel channel;
    private long asked;
    private long left = -1;
    private boolean good;
    private boolean last;

    void ask(long at) {
      asked = at;
      left = -1;
      Channel to = requireNonNull(channel);
      to.writeAndFlush(request.duplicate(), to.voidPromise());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      channel = ctx.channel();
      connections.add(ctx.channel());
      next();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf in) {
      if (left < 0) {
        readHead(ctx, in);
      }
      left -= in.readableBytes();
      bytes += in.readableBytes();
      if (left == 0) {
        answered();
      }
    }

    private void readHead(ChannelHandlerContext ctx, ByteBuf in) {
      int head = MessageHead.length(in);
      long length = MessageHead.contentLength(in, head);
      if (length < 0) {
        failures++;
        ctx.close();
        return;
      }
      good = MessageHead.isSuccess(in);
      last = MessageHead.endsConnection(in, head);
      left = length;
      in.skipBytes(head);
    }

    private void answered() {
      left = -1;
      if (good) {
        answers++;
      } else {
        failures++;
      }
      latencies.add((System.nanoTime() - asked) / 1_000);
      if (last) {
        requireNonNull(channel).close();
        connect().addListener(done -> failures += done.isSuccess() ? 0 : 1);
      } else {
        next();
      }
    }

    private void next() {
      Long waiting = paced ? due.poll() : null;
      if (waiting != null && asking) {
        ask(waiting);
      } else if (asking && !paced) {
        ask(System.nanoTime());
      } else {
        free.add(this);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      free.remove(this);
      connections.remove(ctx.channel());
      failures += asking && !last ? 1 : 0;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
