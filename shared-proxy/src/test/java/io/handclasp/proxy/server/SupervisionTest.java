package io.handclasp.proxy.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.StoreWriter;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.ProxyConfigReader;
import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.wire.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisionTest {
  private static final Authority AUTHORITY = Authority.root("CN=authority").create();
  private static final Identity OWN = AUTHORITY.identity("CN=own").dns("own.example").create();

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private EventLoopGroup loops;
  private Path socket;
  @TempDir private Path folder;

  @BeforeEach
  void listenAsSystemdDoes() {
    assumeTrue(Epoll.isAvailable(), "no epoll here");
    loops = Transport.EPOLL.loops(1);
    socket = folder.resolve("notify");
    Channel bound =
        new Bootstrap()
            .group(loops)
            .channel(EpollDomainDatagramChannel.class)
            .handler(
                new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                  @Override
                  protected void channelRead0(
                      ChannelHandlerContext ctx, DomainDatagramPacket packet) {
                    heard.add(packet.content().toString(StandardCharsets.UTF_8));
                  }
                })
            .bind(new DomainSocketAddress(socket.toFile()))
            .syncUninterruptibly()
            .channel();
    assertThat(bound.isActive()).isTrue();
  }

  @AfterEach
  void stop() {
    if (loops != null) {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  @Test
  void tellsReadinessReloadLifeAndEnd() throws Exception {
    ProxyConfig config = config();
    try (Supervision supervision =
        Supervision.of(Map.of("NOTIFY_SOCKET", socket.toString(), "WATCHDOG_USEC", "200000"))) {
      tellsReadinessReloadLifeAndEnd(config, supervision);
    }
  }

  private void tellsReadinessReloadLifeAndEnd(ProxyConfig config, Supervision supervision)
      throws Exception {
    ProxyEvents events = new ProxyEvents(handshake -> {}, exchange -> {}, supervision);
    try (ProxyServer server =
        ProxyServer.start(new Program("back", Side.BACK, null), config, events)) {
      assertThat(heard).isEmpty();
      supervision.begin(server);
      assertThat(next())
          .startsWith("READY=1\nSTATUS=listens on 127.0.0.1:" + server.address().port());
      assertThat(next()).isEqualTo("WATCHDOG=1");

      supervision.reloading();
      assertThat(server.reload(config)).isTrue();
      assertThat(nextBut("WATCHDOG=1")).startsWith("RELOADING=1\nMONOTONIC_USEC=");
      assertThat(nextBut("WATCHDOG=1")).startsWith("READY=1\nSTATUS=epoch 2");

      server.refuseReload(List.of("because"));
      assertThat(nextBut("WATCHDOG=1")).startsWith("READY=1\nSTATUS=reload refused, epoch 2 stays");
    }
    assertThat(nextBut("WATCHDOG=1")).startsWith("STOPPING=1");
  }

  @Test
  void rehearsesByItself() {
    assertThat(Supervision.rehearse()).isTrue();
    assertThat(heard).isEmpty();
  }

  @Test
  void saysNothingWhereNobodyAsked() throws Exception {
    Supervision supervision = Supervision.of(Map.of());
    ProxyEvents events = new ProxyEvents(handshake -> {}, exchange -> {}, supervision);
    try (supervision;
        ProxyServer server =
            ProxyServer.start(new Program("back", Side.BACK, null), config(), events)) {
      supervision.begin(server);
      supervision.reloading();
    }
    assertThat(heard).isEmpty();
  }

  private ProxyConfig config() throws Exception {
    StoreWriter.pem(folder.resolve("own.pem"), OWN);
    StoreWriter.trustPem(folder.resolve("trust.pem"), List.of(AUTHORITY.certificate()));
    Path file = folder.resolve("back.yaml");
    Files.writeString(
        file,
        """
        listen: 127.0.0.1:0
        tls: {keyStore: {file: own.pem}, trustStore: {file: trust.pem}}
        routes: [{endpoint: "http://127.0.0.1:9"}]
        """);
    return ProxyConfigReader.read(file, Side.BACK).config();
  }

  private String next() throws InterruptedException {
    String message = heard.poll(10, TimeUnit.SECONDS);
    assertThat(message).as("a message within ten seconds").isNotNull();
    return message;
  }

  private String nextBut(String unwanted) throws InterruptedException {
    String message = next();
    while (message.equals(unwanted)) {
      message = next();
    }
    return message;
  }
}
