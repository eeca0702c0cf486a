package io.handclasp.pair;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.StoreWriter;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.ProxyConfigReader;
import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.server.ProxyServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests, read against the published types of the API, and the configurations in them. */
class KubernetesTest {
  private static final Path MANIFESTS =
      Path.of(System.getProperty("project.root", "..")).resolve("config/kubernetes");
  private static final Map<String, Class<? extends KubernetesResource>> KINDS =
      Map.of(
          "v1/Service", Service.class,
          "v1/ServiceAccount", ServiceAccount.class,
          "apps/v1/Deployment", Deployment.class,
          "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class,
          "autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
          "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class);
  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"base", "standalone", "sidecar"})
  void everyManifestHasOnlyFieldsThatTheApiKnows(String overlay) throws Exception {
    JsonNode kustomization =
        YAML.readTree(Files.readAllBytes(MANIFESTS.resolve(overlay).resolve("kustomization.yaml")));
    List<String> read = new ArrayList<>();
    for (JsonNode resource : kustomization.path("resources")) {
      Path file = MANIFESTS.resolve(overlay).resolve(resource.asText());
      if (Files.isRegularFile(file)) {
        read.addAll(readStrictly(file));
      } else {
        assertThat(file.resolve("kustomization.yaml")).exists();
      }
    }
    assertThat(read).isNotEmpty();
  }

  private static List<String> readStrictly(Path file) throws Exception {
    List<String> names = new ArrayList<>();
    try (MappingIterator<JsonNode> documents =
        YAML.readerFor(JsonNode.class).readValues(Files.readAllBytes(file))) {
      while (documents.hasNext()) {
        JsonNode document = documents.next();
        String kind = document.path("apiVersion").asText() + "/" + document.path("kind").asText();
        assertThat(KINDS).as("kinds that %s may have", file).containsKey(kind);
        KubernetesResource resource = YAML.treeToValue(document, KINDS.get(kind));
        assertThat(unknown(resource)).as("unknown fields of %s in %s", kind, file).isEmpty();
        names.add(((HasMetadata) resource).getMetadata().getName());
      }
    }
    return names;
  }

  /** The types keep aside what they do not know; looks for it through all of the model. */
  private static List<String> unknown(Object value) throws ReflectiveOperationException {
    List<String> found = new ArrayList<>();
    for (java.lang.reflect.Method getter : value.getClass().getMethods()) {
      if (getter.getParameterCount() == 0 && getter.getName().startsWith("get")) {
        Object inner = getter.invoke(value);
        if (getter.getName().equals("getAdditionalProperties")) {
          ((Map<?, ?>) inner).keySet().forEach(key -> found.add(String.valueOf(key)));
        } else if (inner instanceof List<?> list) {
          for (Object item : list) {
            if (item instanceof KubernetesResource) {
              found.addAll(unknown(item));
            }
          }
        } else if (inner instanceof KubernetesResource) {
          found.addAll(unknown(inner));
        }
      }
    }
    return found;
  }

  @Test
  void aFieldThatTheApiDoesNotKnowIsFound() throws Exception {
    Path wrong = folder.resolve("wrong.yaml");
    Files.writeString(
        wrong,
        Files.readString(MANIFESTS.resolve("standalone/services.yaml"))
            .replace("targetPort: http}", "targetPort: http, tragetPort: 1}"));

    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> readStrictly(wrong)))
        .isNotNull()
        .hasMessageContaining("tragetPort");
  }

  @ParameterizedTest
  @CsvSource({
    "standalone/backend-service.yaml, BACK",
    "standalone/client-proxy.yaml, FRONT",
    "sidecar/backend-service.yaml, BACK",
    "sidecar/client-proxy.yaml, FRONT"
  })
  void configurationWorksWithASecretAsCertManagerWritesIt(String file, Side side) throws Exception {
    Path secret = Files.createDirectory(folder.resolve("secret"));
    Authority authority = Authority.root("CN=cluster authority").create();
    Identity own = authority.identity("CN=own").dns("handclasp-back").create();
    StoreWriter.pem(secret.resolve("tls.crt"), secret.resolve("tls.key"), own);
    StoreWriter.trustPem(secret.resolve("ca.crt"), List.of(authority.certificate()));
    Files.write(secret.resolve("tickets.key"), new byte[48]);
    Path config = folder.resolve("proxy.yaml");
    Files.writeString(
        config,
        Files.readString(MANIFESTS.resolve(file))
            .replace("/etc/handclasp-tls", secret.toString())
            .replace("/etc/handclasp-tickets", secret.toString()));

    ProxyConfig read = ProxyConfigReader.read(config, side).config();

    assertThat(ProxyServer.check(read)).isEmpty();
  }
}
