package io.handclasp.proxy.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.handclasp.proxy.server.LifecycleEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderResourcesTest {
  private final LifecycleNotes notes = new LifecycleNotes();

  @Test
  void reloadAnswersWithTheKeysThatOnlyARestartTakesUp() throws Exception {
    OrderResources orders =
        new OrderResources(
            new Orders() {
              @Override
              public void drain() {}

              @Override
              public void reload() {
                notes.onEvent(new LifecycleEvent.Reloaded(2, List.of("listen", "admin")));
              }
            },
            notes);

    AdminAnswer answer = orders.reload();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(new ObjectMapper().readTree(new String(answer.body(), UTF_8)))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    "{\"reloaded\": true, \"epoch\": 2, \"restart_needed\": [\"listen\", \"admin\"]}"));
  }
}
