package io.handclasp.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.handclasp.handshake.journal.RecentHandshakes;
import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.config.AdminConfig;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the admin listener ends. */
@Timeout(20)
class AdminListenerTest {
  private static final Address LOOPBACK = new Address("127.0.0.1", 0);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final AdminListener listener =
      new AdminListener(new RecentHandshakes(1), null, handshake -> {});

  @Test
  void answersWhatItWasAskedBeforeItEnds() throws Exception {
    Address address =
        listener.open(AdminConfig.on(LOOPBACK), new AdminRoutes().post("/order", this::slowly));
    try (Socket busy = connect(address);
        Socket idle = connect(address)) {
      send(busy, "POST /order HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n");
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

      CompletableFuture<Void> ending = CompletableFuture.runAsync(listener::close);
      assertThat(idle.getInputStream().read()).as("nothing asked, so closed first").isEqualTo(-1);
      released.countDown();

      assertThat(rest(busy)).contains("HTTP/1.1 202 ", "connection: close", "done");
      ending.get(10, TimeUnit.SECONDS);
    }
    assertThatThrownBy(() -> connect(address).close()).isInstanceOf(ConnectException.class);
  }

  private AdminAnswer slowly(AdminRequest request) {
    asked.countDown();
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return AdminAnswer.text(202, "done");
  }

  private static Socket connect(Address address) throws IOException {
    return new Socket(address.host(), address.port());
  }

  private static void send(Socket socket, String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }

  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }
}
