"""From a question to its query by a small trained model, where rules alone would leave it unread or read it amiss."""
