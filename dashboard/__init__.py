"""Who looks: the Streamlit application and the one read model that feeds it."""
