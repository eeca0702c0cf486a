package io.handclasp.bench;

import io.handclasp.handshake.journal.Journal;
import io.handclasp.handshake.journal.RecentHandshakes;
import io.handclasp.handshake.record.HandshakeListener;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.tls.ProviderChoice;
import io.handclasp.handshake.tls.ServerTls;
import io.handclasp.handshake.tls.TlsMaterial;
import io.handclasp.handshake.tls.TlsSettings;
import io.handclasp.handshake.verdict.OwnSide;
import io.handclasp.handshake.verdict.VerdictEngine;
import io.handclasp.pki.store.IdentitySource;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.TrustSource;
import io.handclasp.pki.trust.TrustPolicy;
import io.handclasp.proxy.config.LogConfig;
import io.handclasp.proxy.log.HandshakeLog;
import io.handclasp.proxy.log.Logging;
import io.handclasp.proxy.metrics.ProxyMetrics;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What it costs to observe handshakes: the same server in one process with Netty's TLS handler
 * alone, with the observation, and with all that listens to records by default, in alternation. A
 * server of one event loop, a client of another; time is that of the server's thread, and of all
 * other threads but the client's.
 */
public final class ObservationCost {
  private static final List<String> ALPN = List.of("h2", "http/1.1");
  private static final byte[] ANSWER = new byte[1024];

  private final Lab lab;
  private final EventLoop server;
  private final EventLoop client;
  private final com.sun.management.ThreadMXBean threads =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final com.sun.management.OperatingSystemMXBean process =
      (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final long serverThread;
  private final long clientThread;

  /** Of one slice, per handshake. */
  private record Sample(double loop, double others, double perSecond, double bytes) {}

  private ObservationCost(Lab lab) {
    this.lab = lab;
    EventLoopGroup loops = Lab.TRANSPORT.loops(2);
    server = loops.next();
    client = loops.next();
    serverThread = idOf(server);
    clientThread = idOf(client);
  }

  private static long idOf(EventLoop loop) {
    return loop.submit(() -> Thread.currentThread().getId()).syncUninterruptibly().getNow();
  }

  /**
   * Prints a table.
   *
   * @param args {@code rounds=N slice=SECONDS warm=SECONDS resume=BOOLEAN of=bare,observed,told}
   */
  public static void main(String[] args) throws IOException, StoreException, InterruptedException {
    Given given = Given.of(Set.of("rounds", "slice", "warm", "resume", "of"), args);
    Lab lab = Lab.make(Files.createTempDirectory("handclasp-bench-"));
    new ObservationCost(lab)
        .run(
            given.number("rounds", 7),
            given.seconds("slice", 2),
            given.seconds("warm", 10),
            given.flag("resume"),
            given.texts("of", "bare,observed,told"));
    lab.delete();
    System.exit(0);
  }

  private void run(int rounds, Duration slice, Duration warm, boolean resume, List<String> of)
      throws IOException, StoreException, InterruptedException {
    Map<String, HandshakeLoad> loads = new LinkedHashMap<>();
    for (String word : of) {
      loads.put(word, new HandshakeLoad(client, lab, listen(word), resume));
    }
    for (HandshakeLoad load : loads.values()) {
      load.run(warm, 8);
    }
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, HandshakeLoad> load : loads.entrySet()) {
        samples
            .computeIfAbsent(load.getKey(), key -> new ArrayList<>())
            .add(sample(load.getValue(), slice));
      }
    }
    System.out.printf(
        "Java %s, %d rounds of %s s, %s handshakes; medians%n%n",
        Runtime.version(), rounds, Given.inSeconds(slice), resume ? "resumed" : "full");
    System.out.println("| | loop CPU-µs | other CPU-µs | handshakes/s | KiB allocated |");
    System.out.println("|---|---:|---:|---:|---:|");
    samples.forEach(
        (word, all) ->
            System.out.printf(
                "| %s | %.0f | %.0f | %.0f | %.1f |%n",
                word,
                Median.of(all.stream().map(Sample::loop).toList()),
                Median.of(all.stream().map(Sample::others).toList()),
                Median.of(all.stream().map(Sample::perSecond).toList()),
                Median.of(all.stream().map(Sample::bytes).toList()) / 1024));
  }

  private Sample sample(HandshakeLoad load, Duration slice) throws InterruptedException {
    long inServer = threads.getThreadCpuTime(serverThread);
    long inClient = threads.getThreadCpuTime(clientThread);
    long inAll = process.getProcessCpuTime();
    long allocated = threads.getThreadAllocatedBytes(serverThread);
    HandshakeLoad.Outcome outcome = load.run(slice, 8);
    double ofServer = threads.getThreadCpuTime(serverThread) - inServer;
    double ofClient = threads.getThreadCpuTime(clientThread) - inClient;
    double ofAll = process.getProcessCpuTime() - inAll;
    double count = outcome.handshakes();
    return new Sample(
        ofServer / count / 1e3,
        (ofAll - ofServer - ofClient) / count / 1e3,
        count / (outcome.took().toNanos() / 1e9),
        (threads.getThreadAllocatedBytes(serverThread) - allocated) / count);
  }

  private int listen(String word) throws IOException, StoreException {
    return listen(
        switch (word) {
          case "bare" -> bare();
          case "observed" -> observed(handshake -> {});
          case "told" -> observed(listeners());
          default -> throw new IllegalArgumentException("of: " + word);
        });
  }

  private int listen(Consumer<Channel> tls) {
    Channel listener =
        new ServerBootstrap()
            .group(server)
            .channel(Lab.TRANSPORT.listener())
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    tls.accept(channel);
                    channel.pipeline().addLast(new Answering());
                  }
                })
            .bind("127.0.0.1", 0)
            .syncUninterruptibly()
            .channel();
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  private Consumer<Channel> observed(HandshakeListener listener) throws StoreException {
    TlsSettings settings = settings();
    TlsMaterial material = TlsMaterial.load(settings, Role.SERVER);
    OwnSide own = material.ownSide(Role.SERVER, settings, ALPN);
    ServerTls tls = ServerTls.build(settings, material, ALPN, 1, new VerdictEngine(own));
    return channel -> tls.addTo(channel, listener);
  }

  private TlsSettings settings() {
    PasswordSource password = PasswordSource.parse("file:" + lab.file("password"));
    return new TlsSettings(
        ProviderChoice.OPENSSL,
        List.of("TLSv1.3"),
        List.of(),
        List.of(),
        new IdentitySource(lab.file("back.p12"), null, password, null, null),
        new TrustSource(lab.file("trust.p12"), password),
        List.of(),
        TrustPolicy.strict(),
        Duration.ofSeconds(10));
  }

  /** What listens in a back whose configuration says nothing of it, and the journal. */
  private HandshakeListener listeners() throws IOException {
    LogConfig log = LogConfig.defaults();
    Logging logging = Logging.start(log, OutputStream.nullOutputStream());
    Path file = lab.file("journal.jsonl");
    Journal journal = Journal.open(file, 64 << 20, 1, sentence -> {});
    RecentHandshakes recent = new RecentHandshakes(1_000);
    HandshakeLog lines = new HandshakeLog(log.format(), logging);
    HandshakeListener metrics = new ProxyMetrics().events().handshakes();
    return handshake -> {
      lines.onHandshake(handshake);
      journal.onHandshake(handshake);
      metrics.onHandshake(handshake);
      recent.onHandshake(handshake);
    };
  }

  private Consumer<Channel> bare() throws IOException {
    SslContext context =
        SslContextBuilder.forServer(lab.file("back.pem").toFile(), lab.file("back.key").toFile())
            .sslProvider(SslProvider.OPENSSL_REFCNT)
            .protocols("TLSv1.3")
            .clientAuth(ClientAuth.REQUIRE)
            .trustManager(new RememberingTrust(lab.file("trust.pem")))
            .option(OpenSslContextOption.USE_TASKS, false)
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    ALPN))
            .build();
    return channel -> channel.pipeline().addLast(context.newHandler(channel.alloc()));
  }

  private static final class Answering extends SimpleChannelInboundHandler<ByteBuf> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf request) {
      ctx.writeAndFlush(Unpooled.wrappedBuffer(ANSWER)).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
