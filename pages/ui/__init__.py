"""What pages share: state, language, filters, drawing."""
